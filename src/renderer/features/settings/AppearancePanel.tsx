import { SegmentedControl, SimpleGrid, Stack, Text, useMantineColorScheme } from '@mantine/core'
import { Panel } from '../../components/Panel.tsx'
import { useDensity } from '../../theme/density.ts'

const SCHEMES = [
  { value: 'light', label: 'Light' },
  { value: 'dark', label: 'Dark' },
  { value: 'auto', label: 'System' },
] as const

const DENSITIES = [
  { value: 'compact', label: 'Compact' },
  { value: 'comfortable', label: 'Comfortable' },
] as const

/** How the app looks on this machine. */
export function AppearancePanel() {
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  const [density, setDensity] = useDensity()
  return (
    <Panel title="Appearance">
      <SimpleGrid cols={{ base: 1, xs: 2 }}>
        <Stack gap={4}>
          <Text size="sm">Colours</Text>
          <SegmentedControl aria-label="Colours" data={[...SCHEMES]} value={colorScheme} onChange={setColorScheme} />
        </Stack>
        <Stack gap={4}>
          <Text size="sm">Table rows</Text>
          <SegmentedControl aria-label="Table rows" data={[...DENSITIES]} value={density} onChange={setDensity} />
        </Stack>
      </SimpleGrid>
    </Panel>
  )
}
