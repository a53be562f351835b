import { IconBook2, IconGridDots, IconRoute, IconSparkles, IconTimeline, IconUpload, type TablerIcon } from '@tabler/icons-react'

export interface PalettePage {
  readonly title: string
  readonly path: string
  readonly Icon: TablerIcon
}

/** Work that can be begun from anywhere: each address opens its dialog. */
export const STARTS: readonly PalettePage[] = [
  { title: 'Generate strategies', path: '/strategies?generate=yes', Icon: IconSparkles },
  { title: 'New sweep', path: '/sweeps?sweep=new', Icon: IconGridDots },
  { title: 'New validation', path: '/validations?run=new', Icon: IconTimeline },
  { title: 'Import data', path: '/data?import=yes', Icon: IconUpload },
]

/** What helps a person along, offered by the palette and beside the keyboard shortcuts. */
export const HELP_PAGES: readonly PalettePage[] = [
  { title: 'Getting started', path: '/?start=yes', Icon: IconRoute },
  { title: 'Glossary', path: '/glossary', Icon: IconBook2 },
]
