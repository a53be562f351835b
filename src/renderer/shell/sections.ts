import {
  IconActivity,
  IconArrowsDiff,
  IconDatabase,
  IconFlask,
  IconGridDots,
  IconHome,
  IconRoute,
  IconSettings,
  IconShieldCheck,
  IconTable,
  IconTimeline,
  type TablerIcon,
} from '@tabler/icons-react'

export interface Section {
  readonly path: string
  readonly title: string
  /** The key that leads here: a number, or a letter once they are used up. */
  readonly key: string
  readonly Icon: TablerIcon
}

/** The app's sections in the order of the rail. */
export const SECTIONS: readonly Section[] = [
  { path: '/', title: 'Overview', key: '1', Icon: IconHome },
  { path: '/strategies', title: 'Strategies', key: '2', Icon: IconFlask },
  { path: '/backtests', title: 'Backtests', key: '3', Icon: IconTable },
  { path: '/sweeps', title: 'Sweeps', key: '4', Icon: IconGridDots },
  { path: '/compare', title: 'Compare', key: '0', Icon: IconArrowsDiff },
  { path: '/validations', title: 'Validations', key: '5', Icon: IconTimeline },
  { path: '/pipelines', title: 'Pipelines', key: 'P', Icon: IconRoute },
  { path: '/gates', title: 'Gates', key: '6', Icon: IconShieldCheck },
  { path: '/data', title: 'Data', key: '7', Icon: IconDatabase },
  { path: '/activity', title: 'Activity', key: '8', Icon: IconActivity },
  { path: '/settings', title: 'Settings', key: '9', Icon: IconSettings },
]

/** The section an address belongs to; undefined for an unknown address. */
export function sectionOf(pathname: string): Section | undefined {
  return SECTIONS.find(({ path }) => pathname === path || (path !== '/' && pathname.startsWith(`${path}/`)))
}
