import { Kbd, UnstyledButton } from '@mantine/core'
import { useOs } from '@mantine/hooks'
import { spotlight } from '@mantine/spotlight'
import { IconKeyboard, IconSearch } from '@tabler/icons-react'
import { IconButton } from '../components/IconButton.tsx'
import { Breadcrumb } from './Breadcrumb.tsx'
import { ConnectionPill } from './ConnectionPill.tsx'
import { RunsMeter } from './RunsMeter.tsx'
import { SchemeMenu } from './SchemeMenu.tsx'
import classes from './TopBar.module.css'

/** Where you are, what is connected, what is running, and the way to everything else. */
export function TopBar({ onShowShortcuts }: { onShowShortcuts: () => void }) {
  const paletteKeys = useOs() === 'macos' ? '⌘ K' : 'Ctrl K'
  return (
    <div className={classes['bar']}>
      <Breadcrumb />
      <UnstyledButton className={classes['search']} onClick={spotlight.open}>
        <IconSearch size={15} aria-hidden />
        <span className={classes['searchWords']}>Search</span>{' '}
        <Kbd size="xs" className={classes['searchWords'] ?? ''}>
          {paletteKeys}
        </Kbd>
      </UnstyledButton>
      <RunsMeter />
      <ConnectionPill />
      <IconButton label="Keyboard shortcuts" onClick={onShowShortcuts}>
        <IconKeyboard size={18} aria-hidden />
      </IconButton>
      <SchemeMenu />
    </div>
  )
}
