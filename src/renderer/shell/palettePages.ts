import { IconArchive, IconBook2, IconCompass, IconPalette, IconPlug, IconStethoscope, type TablerIcon } from '@tabler/icons-react'

/** Work that can be begun from anywhere: each address opens its dialog. */
export const STARTS = [
  { title: 'Generate strategies', path: '/strategies?generate=yes' },
  { title: 'Run the whole pipeline', path: '/pipelines?run=new' },
  { title: 'New sweep', path: '/sweeps?sweep=new' },
  { title: 'New validation', path: '/validations?run=new' },
  { title: 'Import data', path: '/data?import=yes' },
] as const

export interface HelpPage {
  readonly title: string
  readonly path: string
  readonly Icon: TablerIcon
}

/** What helps a person along, offered by the palette and beside the keyboard shortcuts. */
export const HELP_PAGES: readonly HelpPage[] = [
  { title: 'Getting started', path: '/?start=yes', Icon: IconCompass },
  { title: 'Glossary', path: '/glossary', Icon: IconBook2 },
]

/** The parts of the settings, each by its own name. */
export const SETTINGS_PAGES: readonly HelpPage[] = [
  { title: 'Connections', path: '/settings?section=connections', Icon: IconPlug },
  { title: 'Backup and restore', path: '/settings?section=backups', Icon: IconArchive },
  { title: 'Appearance', path: '/settings?section=appearance', Icon: IconPalette },
  { title: 'Diagnostics', path: '/settings?section=diagnostics', Icon: IconStethoscope },
]
