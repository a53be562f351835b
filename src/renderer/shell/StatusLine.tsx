import { Kbd } from '@mantine/core'
import { useOs } from '@mantine/hooks'
import { useEffect, useState } from 'react'
import { useShortcuts } from '../components/shortcuts.tsx'
import { DatabaseInUse } from './DatabaseInUse.tsx'
import classes from './StatusLine.module.css'
import { SECTIONS } from './sections.ts'

const SECTION_KEYS = new Set(SECTIONS.map(({ key }) => key))

/** What the element under the focus or the pointer says about itself in `data-hint`; null when it says nothing. */
function useHint(): string | null {
  const [hint, setHint] = useState<string | null>(null)
  useEffect(() => {
    const read = ({ target }: Event) => {
      const hinting = target instanceof Element ? target.closest<HTMLElement>('[data-hint]') : null
      setHint(hinting?.dataset['hint'] ?? null)
    }
    document.addEventListener('focusin', read)
    document.addEventListener('pointerover', read)
    return () => {
      document.removeEventListener('focusin', read)
      document.removeEventListener('pointerover', read)
    }
  }, [])
  return hint
}

/** The line at the foot of the window: how to use what is in hand, else the keys that do something here; and whose database it is. */
export function StatusLine() {
  const hint = useHint()
  return (
    <div className={classes['line']}>
      <p className={classes['hints']}>{hint ?? <Keys />}</p>
      <DatabaseInUse />
    </div>
  )
}

function Keys() {
  const isMac = useOs() === 'macos'
  const shortcuts = useShortcuts().filter(({ key }) => !SECTION_KEYS.has(key))
  const keys = [...shortcuts, { key: isMac ? '⌘ K' : 'Ctrl K', label: 'Search' }, { key: 'F6', label: 'Next pane' }]
  return keys.map(({ key, label }) => (
    <span key={key} className={classes['key']}>
      <Kbd size="xs">{key}</Kbd> {label}
    </span>
  ))
}
