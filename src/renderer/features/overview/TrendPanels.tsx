import { Anchor, SimpleGrid, Skeleton, Stack, Table, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import type { GateEvent, StrategyPerformance, Trends, TrendWeek } from '#shared/contract/overview.ts'
import { useApi } from '../../api/ApiProvider.tsx'
import { ErrorNotice } from '../../components/ErrorNotice.tsx'
import { MetricTerm } from '../../components/MetricTerm.tsx'
import { Panel } from '../../components/Panel.tsx'
import { SharpeValue } from '../../components/SharpeInterval.tsx'
import { VerdictBadge } from '../../components/VerdictBadge.tsx'
import { formatCount, formatNumber, formatPercent } from '../../format/figures.ts'
import { formatAge } from '../../format/instants.ts'
import { TrendBars } from './TrendBars.tsx'

const HEIGHT_PX = 260

/** What the last weeks brought: runs, evidence, strategies, gates. */
export function TrendPanels({ nowMs }: { readonly nowMs: number }) {
  const api = useApi()
  const trends = useQuery(api.overview.trends.queryOptions())
  if (trends.error !== null && trends.data === undefined) return <ErrorNotice error={trends.error} onRetry={() => void trends.refetch()} />
  if (trends.data === undefined) return <Skeleton height={HEIGHT_PX} />
  if (isEmpty(trends.data)) return null
  return (
    <Stack gap="md">
      <WeeksPanel weeks={trends.data.weeks} />
      <SimpleGrid cols={{ base: 1, lg: 2 }}>
        <PerformancePanel strategies={trends.data.strategies} nowMs={nowMs} />
        <GateEventsPanel events={trends.data.gateEvents} nowMs={nowMs} />
      </SimpleGrid>
    </Stack>
  )
}

/** A workspace in which nothing has run yet has nothing to show here; the next steps say what to do. */
function isEmpty({ weeks, gateEvents }: Trends): boolean {
  return gateEvents.length === 0 && weeks.every(({ runs, validations }) => runs === 0 && validations === 0)
}

function WeeksPanel({ weeks }: { readonly weeks: readonly TrendWeek[] }) {
  const of = (figure: (week: TrendWeek) => number | null) => weeks.map((week) => ({ weekStartMs: week.weekStartMs, value: figure(week) }))
  return (
    <Panel title="Last 26 weeks">
      <SimpleGrid cols={{ base: 1, xs: 2, lg: 5 }} spacing="xl">
        <TrendBars title="Runs a week" points={of(({ runs }) => runs)} format={formatCount} />
        <TrendBars title="Median Sharpe" points={of(({ medianSharpe }) => medianSharpe)} format={formatNumber} />
        <TrendBars
          title="Gate pass rate"
          points={of(({ gateRuns, gatesPassed }) => (gateRuns === 0 ? null : gatesPassed / gateRuns))}
          format={(value) => formatPercent(value, { decimals: 0 })}
        />
        <TrendBars
          title="Validation stability"
          points={of(({ stabilityScore }) => stabilityScore)}
          format={(score) => formatNumber(score, { decimals: 1 })}
        />
        <TrendBars title="Sharpe out of sample" points={of(({ testSharpe }) => testSharpe)} format={formatNumber} />
      </SimpleGrid>
    </Panel>
  )
}

/** Strategies by their newest run, with the spread of all runs: the best of many says little. */
function PerformancePanel({ strategies, nowMs }: { readonly strategies: readonly StrategyPerformance[]; readonly nowMs: number }) {
  return (
    <Panel title="Strategy performance">
      {strategies.length === 0 ? (
        <Text size="sm" c="dimmed">
          No run was completed in the last 26 weeks.
        </Text>
      ) : (
        <Table.ScrollContainer minWidth={660} tabIndex={0} aria-label="Strategy performance">
          <Table verticalSpacing={4}>
            <PerformanceHead />
            <Table.Tbody>
              {strategies.map((strategy) => (
                <PerformanceRow key={strategy.strategyId} strategy={strategy} nowMs={nowMs} />
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
    </Panel>
  )
}

function PerformanceHead() {
  return (
    <Table.Thead>
      <Table.Tr>
        <Table.Th>Strategy</Table.Th>
        <Table.Th ta="right">Runs</Table.Th>
        <Table.Th ta="right">
          <MetricTerm metric="total_return">
            <span>Return</span>
          </MetricTerm>
        </Table.Th>
        <Table.Th ta="right">
          <MetricTerm metric="sharpe_ratio">
            <span>Sharpe</span>
          </MetricTerm>
        </Table.Th>
        <Table.Th ta="right">All runs</Table.Th>
        <Table.Th ta="right">Newest</Table.Th>
      </Table.Tr>
    </Table.Thead>
  )
}

function PerformanceRow({ strategy, nowMs }: { readonly strategy: StrategyPerformance; readonly nowMs: number }) {
  const { worstSharpe, bestSharpe } = strategy
  return (
    <Table.Tr>
      <Table.Td maw={180}>
        <Anchor component={Link} to={`/strategies/${strategy.strategyId}`} size="sm" truncate display="block" title={strategy.strategyName}>
          {strategy.strategyName}
        </Anchor>
      </Table.Td>
      <Table.Td ta="right">{formatCount(strategy.runs)}</Table.Td>
      <Table.Td ta="right">{formatPercent(strategy.totalReturn)}</Table.Td>
      <Table.Td ta="right">
        <SharpeValue sharpe={strategy.sharpeRatio} low={strategy.sharpeLow} high={strategy.sharpeHigh} />
      </Table.Td>
      <Table.Td ta="right" style={{ whiteSpace: 'nowrap' }} title="Lowest to highest Sharpe ratio of its runs in these weeks">
        {formatNumber(worstSharpe)} to {formatNumber(bestSharpe)}
      </Table.Td>
      <Table.Td ta="right" style={{ whiteSpace: 'nowrap' }}>
        <Anchor component={Link} to={`/backtests/${strategy.newestRunId}`} size="sm">
          {formatAge(strategy.newestAtMs, nowMs)}
        </Anchor>
      </Table.Td>
    </Table.Tr>
  )
}

const GATE_NAMES: Readonly<Record<GateEvent['gateType'], string>> = { dev: 'Dev gate', crv: 'CRV gate', product: 'Product gate' }
const VERDICTS = { passed: 'PASS', failed: 'FAIL' } as const

function GateEventsPanel({ events, nowMs }: { readonly events: readonly GateEvent[]; readonly nowMs: number }) {
  return (
    <Panel title="Gate history">
      {events.length === 0 ? (
        <Text size="sm" c="dimmed">
          No gate has run yet.
        </Text>
      ) : (
        <Table verticalSpacing={4} aria-label="Gate history">
          <Table.Tbody>
            {events.map(({ id, strategyId, strategyName, gateType, verdict, timestampMs }) => (
              <Table.Tr key={id}>
                <Table.Td>{verdict === 'incomplete' ? 'Incomplete' : <VerdictBadge verdict={VERDICTS[verdict]} />}</Table.Td>
                <Table.Td>{GATE_NAMES[gateType]}</Table.Td>
                <Table.Td maw={200}>
                  <Anchor component={Link} to={`/strategies/${strategyId}`} size="sm" truncate display="block" title={strategyName}>
                    {strategyName}
                  </Anchor>
                </Table.Td>
                <Table.Td ta="right" c="dimmed">
                  {formatAge(timestampMs, nowMs)}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
    </Panel>
  )
}
