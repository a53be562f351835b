import { ActionIcon, Tooltip } from '@mantine/core'
import { IconLayoutSidebarLeftCollapse, IconLayoutSidebarLeftExpand } from '@tabler/icons-react'
import { NavLink } from 'react-router'
import classes from './Rail.module.css'
import { SECTIONS, type Section } from './sections.ts'

/** The curve of the app's icon. */
function Mark() {
  return (
    <svg className={classes['mark']} width="24" height="22" viewBox="84 96 356 300" fill="none" aria-hidden="true">
      <path
        d="M104 372 186 300 240 332 322 208 356 236 408 128"
        stroke="currentColor"
        strokeWidth="36"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
      <circle cx="408" cy="128" r="30" fill="currentColor" />
    </svg>
  )
}

function RailLink({ section, isNarrow }: { section: Section; isNarrow: boolean }) {
  const { path, title, key, Icon } = section
  return (
    <Tooltip label={title} position="right" disabled={!isNarrow}>
      <NavLink to={path} end={path === '/'} className={classes['link'] ?? ''} aria-keyshortcuts={key}>
        <Icon size={18} stroke={1.7} aria-hidden />
        <span className={classes['word']}>{title}</span>
        <span className={classes['key']} aria-hidden>
          {key}
        </span>
      </NavLink>
    </Tooltip>
  )
}

interface RailProps {
  readonly isNarrow: boolean
  readonly onToggle: () => void
}

/** The sections of the app, as icons with words or icons alone. */
export function Rail({ isNarrow, onToggle }: RailProps) {
  const Toggle = isNarrow ? IconLayoutSidebarLeftExpand : IconLayoutSidebarLeftCollapse
  return (
    <nav aria-label="Sections" className={classes['rail']} data-narrow={isNarrow || undefined}>
      <div className={classes['brand']}>
        <Mark />
        <span className={classes['word']}>Aurelius</span>
      </div>
      <ul className={classes['sections']}>
        {SECTIONS.map((section) => (
          <li key={section.path}>
            <RailLink section={section} isNarrow={isNarrow} />
          </li>
        ))}
      </ul>
      <ActionIcon
        className={classes['collapse'] ?? ''}
        size="lg"
        aria-label={isNarrow ? 'Widen the rail' : 'Narrow the rail'}
        onClick={onToggle}
      >
        <Toggle size={18} aria-hidden />
      </ActionIcon>
    </nav>
  )
}
