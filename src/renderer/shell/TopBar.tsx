import { ActionIcon, Kbd, Tooltip, UnstyledButton } from '@mantine/core'
import { useOs } from '@mantine/hooks'
import { spotlight } from '@mantine/spotlight'
import { IconKeyboard, IconSearch } from '@tabler/icons-react'
import { Link, useLocation } from 'react-router'
import { ConnectionPill } from './ConnectionPill.tsx'
import { RunsMeter } from './RunsMeter.tsx'
import { SchemeMenu } from './SchemeMenu.tsx'
import { sectionOf } from './sections.ts'
import classes from './TopBar.module.css'

function Breadcrumb() {
  const { pathname } = useLocation()
  const section = sectionOf(pathname)
  const isDetail = section !== undefined && pathname !== section.path
  return (
    <nav aria-label="Breadcrumb" className={classes['crumbs']}>
      {section === undefined && <span aria-current="page">Not found</span>}
      {section !== undefined && !isDetail && <span aria-current="page">{section.title}</span>}
      {section !== undefined && isDetail && (
        <>
          <Link to={section.path}>{section.title}</Link>
          <span aria-hidden>/</span>
          <span aria-current="page">Details</span>
        </>
      )}
    </nav>
  )
}

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
      <Tooltip label="Keyboard shortcuts">
        <ActionIcon size="lg" aria-label="Keyboard shortcuts" onClick={onShowShortcuts}>
          <IconKeyboard size={18} aria-hidden />
        </ActionIcon>
      </Tooltip>
      <SchemeMenu />
    </div>
  )
}
