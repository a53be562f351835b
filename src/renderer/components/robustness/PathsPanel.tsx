import { SimpleGrid, Table, Text } from '@mantine/core'
import { type GlossaryTerm, ROBUSTNESS_TERMS as TERMS } from '#shared/domain/glossary.ts'
import type { RobustnessPaths, RobustnessResult } from '#shared/domain/robustness.ts'
import { formatCount, formatNumber, formatPercent } from '../../format/figures.ts'
import { Panel } from '../Panel.tsx'
import { TermHeader } from '../TermHeader.tsx'
import { DrawdownHistogram } from './DrawdownHistogram.tsx'
import { FanChart } from './FanChart.tsx'

const NAMES: Readonly<Record<string, string>> = {
  'monte-carlo.trade-reshuffle': 'Reshuffled trades',
  'monte-carlo.trade-bootstrap': 'Bootstrapped trades',
  'monte-carlo.block-bootstrap': 'Bootstrapped blocks of bars',
}

const percent = (value: number) => formatPercent(value, { decimals: 1 })

const FIGURES: readonly { readonly term: GlossaryTerm; readonly show: (paths: RobustnessPaths) => string }[] = [
  { term: TERMS.paths, show: ({ paths }) => formatCount(paths) },
  { term: TERMS.steps, show: ({ steps }) => formatCount(steps) },
  { term: TERMS.growthBad, show: ({ finalGrowthQuantiles }) => formatNumber(finalGrowthQuantiles.p05) },
  { term: TERMS.growthMedian, show: ({ finalGrowthQuantiles }) => formatNumber(finalGrowthQuantiles.p50) },
  { term: TERMS.growthGood, show: ({ finalGrowthQuantiles }) => formatNumber(finalGrowthQuantiles.p95) },
  { term: TERMS.drawdownBad, show: ({ maxDrawdownQuantiles }) => percent(maxDrawdownQuantiles.p05) },
  { term: TERMS.drawdownMedian, show: ({ maxDrawdownQuantiles }) => percent(maxDrawdownQuantiles.p50) },
  { term: TERMS.drawdownReal, show: ({ actual }) => percent(actual.maxDrawdown) },
  { term: TERMS.lossProbability, show: ({ lossProbability }) => percent(lossProbability) },
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
            {FIGURES.map(({ term: { term, definition } }) => (
              <TermHeader key={term} header={term} definition={definition} />
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {methods.map((method) => (
            <Table.Tr key={method.result?.convention ?? method.reason}>
              {method.result === null ? (
                <>
                  <Table.Td>{NAMES[method.convention] ?? method.convention}</Table.Td>
                  <Table.Td colSpan={FIGURES.length}>
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
      {FIGURES.map(({ term: { term }, show }) => (
        <Table.Td key={term} ta="right">
          {show(paths)}
        </Table.Td>
      ))}
    </>
  )
}
