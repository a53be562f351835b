import { IconBook2, IconRoute, type TablerIcon } from '@tabler/icons-react'

export interface HelpPage {
  readonly title: string
  readonly path: string
  readonly Icon: TablerIcon
}

/** What helps a person along, offered by the palette and beside the keyboard shortcuts. */
export const HELP_PAGES: readonly HelpPage[] = [
  { title: 'Getting started', path: '/?start=yes', Icon: IconRoute },
  { title: 'Glossary', path: '/glossary', Icon: IconBook2 },
]
