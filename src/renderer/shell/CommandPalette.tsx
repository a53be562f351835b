import { Kbd, useMantineColorScheme } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { Spotlight, type SpotlightActionGroupData } from '@mantine/spotlight'
import { IconDeviceDesktop, IconMoon, IconSearch, IconSun } from '@tabler/icons-react'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import { useShortcuts } from '../components/shortcuts.tsx'
import { HELP_PAGES, type HelpPage, SETTINGS_PAGES, STARTS } from './palettePages.ts'
import { SECTIONS } from './sections.ts'
import { usePaletteFinds } from './usePaletteFinds.tsx'

const SETTLE_MS = 120
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

const keyShown = (key: string) => (
  <Kbd size="xs" display="block">
    {key}
  </Kbd>
)

/** What the page shown offers by a key, and whatever can be begun from anywhere unless the page offers it itself. */
function useActionGroup(): SpotlightActionGroupData {
  const navigate = useNavigate()
  const actions = useShortcuts().filter(({ key }) => !SECTION_KEYS.has(key))
  const starts = STARTS.filter(({ title }) => !actions.some(({ label }) => label === title))
  return {
    group: 'Actions',
    actions: [
      ...actions.map(({ key, label, run }) => ({ id: `action-${key}`, label, rightSection: keyShown(key), onClick: run })),
      ...starts.map(({ title, path }) => ({ id: `start-${path}`, label: title, onClick: () => void navigate(path) })),
    ],
  }
}

function usePageGroups(): SpotlightActionGroupData[] {
  const navigate = useNavigate()
  const toPage = ({ path, title, Icon }: HelpPage) => ({
    id: `page-${path}`,
    label: title,
    leftSection: <Icon size={18} aria-hidden />,
    onClick: () => void navigate(path),
  })
  return [
    { group: 'Pages', actions: SECTIONS.map((section) => ({ ...toPage(section), rightSection: keyShown(section.key) })) },
    { group: 'Settings', actions: SETTINGS_PAGES.map(toPage) },
    { group: 'Help', actions: HELP_PAGES.map(toPage) },
  ]
}

/** Ctrl/Cmd+K: every page, every action of the page shown, whatever can be begun anywhere, and what the workspace holds, by name. */
export function CommandPalette() {
  const [words, setWords] = useState('')
  const [settled] = useDebouncedValue(words, SETTLE_MS)
  const groups = [useActionGroup(), ...usePageGroups(), useSchemeActions(), ...usePaletteFinds(settled)]
  return (
    <Spotlight
      actions={groups}
      query={words}
      onQueryChange={setWords}
      shortcut="mod + K"
      highlightQuery
      scrollable
      maxHeight={440}
      overlayProps={{ blur: 0 }}
      nothingFound="Nothing matches these words."
      searchProps={{
        'aria-label': 'Search pages, actions, strategies, runs and data',
        placeholder: 'Search pages, actions, strategies, runs and data',
        leftSection: <IconSearch size={18} aria-hidden />,
      }}
    />
  )
}
