import { Kbd, useMantineColorScheme } from '@mantine/core'
import { Spotlight, type SpotlightActionGroupData } from '@mantine/spotlight'
import { IconDeviceDesktop, IconMoon, IconSearch, IconSun } from '@tabler/icons-react'
import { useNavigate } from 'react-router'
import { useShortcuts } from '../components/shortcuts.tsx'
import { HELP_PAGES, type PalettePage, STARTS } from './palettePages.ts'
import { SECTIONS } from './sections.ts'

const SECTION_KEYS = new Set(SECTIONS.map(({ key }) => key))

function useSchemeActions(): SpotlightActionGroupData {
  const { setColorScheme } = useMantineColorScheme()
  return {
    group: 'Appearance',
    actions: [
      { id: 'light', label: 'Use light colours', leftSection: <IconSun size={18} />, onClick: () => setColorScheme('light') },
      { id: 'dark', label: 'Use dark colours', leftSection: <IconMoon size={18} />, onClick: () => setColorScheme('dark') },
      {
        id: 'auto',
        label: 'Use the colours of the system',
        leftSection: <IconDeviceDesktop size={18} />,
        onClick: () => setColorScheme('auto'),
      },
    ],
  }
}

/** Ctrl/Cmd+K: every page, every action of the page shown and whatever can be begun anywhere, by name. */
export function CommandPalette() {
  const navigate = useNavigate()
  const scheme = useSchemeActions()
  const actions = useShortcuts().filter(({ key }) => !SECTION_KEYS.has(key))
  // A page that offers the same by a key of its own is enough.
  const starts = STARTS.filter(({ title }) => !actions.some(({ label }) => label === title))
  const toAction = ({ title, path, Icon }: PalettePage) => ({
    id: `to-${path}`,
    label: title,
    leftSection: <Icon size={18} aria-hidden />,
    onClick: () => void navigate(path),
  })
  const groups: SpotlightActionGroupData[] = [
    {
      group: 'Actions',
      actions: [
        ...actions.map(({ key, label, run }) => ({
          id: `action-${key}`,
          label,
          rightSection: <Kbd size="xs">{key}</Kbd>,
          onClick: run,
        })),
        ...starts.map(toAction),
      ],
    },
    {
      group: 'Pages',
      actions: SECTIONS.map(({ path, title, key, Icon }) => ({
        id: `page-${path}`,
        label: title,
        leftSection: <Icon size={18} aria-hidden />,
        rightSection: <Kbd size="xs">{key}</Kbd>,
        onClick: () => void navigate(path),
      })),
    },
    { group: 'Help', actions: HELP_PAGES.map(toAction) },
    scheme,
  ]
  return (
    <Spotlight
      actions={groups}
      shortcut="mod + K"
      highlightQuery
      scrollable
      maxHeight={440}
      overlayProps={{ blur: 0 }}
      nothingFound="Nothing matches these words."
      searchProps={{
        'aria-label': 'Search pages and actions',
        placeholder: 'Search pages and actions',
        leftSection: <IconSearch size={18} aria-hidden />,
      }}
    />
  )
}
