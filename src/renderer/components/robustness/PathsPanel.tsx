import { SimpleGrid, Table, Text } from '@mantine/core'
import type { RobustnessPaths, RobustnessResult } from '#shared/domain/robustness.ts'
import { formatCount, formatNumber, formatPercent } from '../../format/figures.ts'
import { Panel } from '../Panel.tsx'
import { DrawdownHistogram } from './DrawdownHistogram.tsx'
import { FanChart } from './FanChart.tsx'

const NAMES: Readonly<Record<string, string>> = {
  'monte-carlo.trade-reshuffle': 'Reshuffled trades',
  'monte-carlo.trade-bootstrap': 'Bootstrapped trades',
  'monte-carlo.block-bootstrap': 'Bootstrapped blocks of bars',
}

const percent = (value: number) => formatPercent(value, { decimals: 1 })

const FIGURES: readonly { readonly header: string; readonly show: (paths: RobustnessPaths) => string }[] = [
  { header: 'Paths', show: ({ paths }) => formatCount(paths) },
  { header: 'Steps', show: ({ steps }) => formatCount(steps) },
  { header: 'Growth, bad 5%', show: ({ finalGrowthQuantiles }) => formatNumber(finalGrowthQuantiles.p05) },
  { header: 'Growth, median', show: ({ finalGrowthQuantiles }) => formatNumber(finalGrowthQuantiles.p50) },
  { header: 'Growth, good 5%', show: ({ finalGrowthQuantiles }) => formatNumber(finalGrowthQuantiles.p95) },
  { header: 'Drawdown, bad 5%', show: ({ maxDrawdownQuantiles }) => percent(maxDrawdownQuantiles.p05) },
  { header: 'Drawdown, median', show: ({ maxDrawdownQuantiles }) => percent(maxDrawdownQuantiles.p50) },
  { header: 'Drawdown, real', show: ({ actual }) => percent(actual.maxDrawdown) },
  { header: 'End with a loss', show: ({ lossProbability }) => percent(lossProbability) },
]

/** What could have happened: paths drawn from what did. */
export function PathsPanel({ result }: { readonly result: RobustnessResult }) {
  const blocks = result.monteCarlo.find((method) => method.result?.convention === 'monte-carlo.block-bootstrap')?.result ?? null
  return (
    <Panel title="What could have happened">
      {result.fan !== null && blocks !== null && (
        <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="lg" mb="md">
          <FanChart fan={result.fan} />
          <DrawdownHistogram paths={blocks} />
        </SimpleGrid>
      )}
      <PathsTable methods={result.monteCarlo} />
    </Panel>
  )
}

function PathsTable({ methods }: { readonly methods: RobustnessResult['monteCarlo'] }) {
  return (
    <Table.ScrollContainer minWidth={760}>
      <Table aria-label="Paths by method">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Method</Table.Th>
            {FIGURES.map(({ header }) => (
              <Table.Th key={header} ta="right">
                {header}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {methods.map((method) => (
            <Table.Tr key={method.result?.convention ?? method.reason}>
              {method.result === null ? (
                <>
                  <Table.Td>{NAMES[method.convention] ?? method.convention}</Table.Td>
                  <Table.Td colSpan={9}>
                    <Text size="sm" c="dimmed">
                      Not drawn: {method.reason}.
                    </Text>
                  </Table.Td>
                </>
              ) : (
                <PathsCells paths={method.result} />
              )}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  )
}

function PathsCells({ paths }: { readonly paths: RobustnessPaths }) {
  const { meanBlockLength } = paths
  return (
    <>
      <Table.Td>
        {NAMES[paths.convention]}
        {meanBlockLength !== null && ` (mean length ${formatNumber(meanBlockLength, { decimals: 1 })})`}
      </Table.Td>
      {FIGURES.map(({ header, show }) => (
        <Table.Td key={header} ta="right">
          {show(paths)}
        </Table.Td>
      ))}
    </>
  )
}
