import { Box, Paper, SimpleGrid, Skeleton, Stack, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useId } from 'react'
import { Link } from 'react-router'
import type { GateEvent, StrategyPerformance, Trends, TrendWeek } from '#shared/contract/overview.ts'
import { GATE_NAMES } from '#shared/domain/gate.ts'
import { useApi } from '../../api/ApiProvider.tsx'
import { FigureFrame } from '../../charts/FigureFrame.tsx'
import { ErrorNotice } from '../../components/ErrorNotice.tsx'
import { MetricTerm } from '../../components/MetricTerm.tsx'
import { Panel } from '../../components/Panel.tsx'
import { SharpeValue } from '../../components/SharpeInterval.tsx'
import { VerdictBadge } from '../../components/VerdictBadge.tsx'
import { formatCount, formatNumber, formatPercent } from '../../format/figures.ts'
import { formatAge, formatDate } from '../../format/instants.ts'
import { TrendBars } from './TrendBars.tsx'
import classes from './TrendPanels.module.css'

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
      <SimpleGrid cols={{ base: 1, xl: 2 }}>
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

interface Trend {
  readonly title: string
  readonly figure: (week: TrendWeek) => number | null
  readonly format: (value: number | null) => string
}

const TRENDS: readonly Trend[] = [
  { title: 'Runs a week', figure: ({ runs }) => runs, format: formatCount },
  { title: 'Median Sharpe', figure: ({ medianSharpe }) => medianSharpe, format: formatNumber },
  {
    title: 'Gate pass rate',
    figure: ({ gateRuns, gatesPassed }) => (gateRuns === 0 ? null : gatesPassed / gateRuns),
    format: (rate) => formatPercent(rate, { decimals: 0 }),
  },
  {
    title: 'Validation stability',
    figure: ({ stabilityScore }) => stabilityScore,
    format: (score) => formatNumber(score, { decimals: 1 }),
  },
  { title: 'Sharpe out of sample', figure: ({ testSharpe }) => testSharpe, format: formatNumber },
]

function WeeksPanel({ weeks }: { readonly weeks: readonly TrendWeek[] }) {
  const titleId = useId()
  return (
    <Paper component="section" aria-labelledby={titleId}>
      <FigureFrame
        name="weeks"
        fileName="last 26 weeks.png"
        legend={
          <Title order={2} id={titleId}>
            Last 26 weeks
          </Title>
        }
        table={{
          caption: 'Figures by week',
          headers: ['Week of', ...TRENDS.map(({ title }) => title)],
          // The newest week is what people look for first.
          rows: weeks
            .map((week) => [formatDate(week.weekStartMs), ...TRENDS.map(({ figure, format }) => format(figure(week)))])
            .toReversed(),
        }}
      >
        <SimpleGrid cols={{ base: 1, xs: 2, lg: 5 }} spacing="xl">
          {TRENDS.map(({ title, figure, format }) => (
            <TrendBars
              key={title}
              title={title}
              format={format}
              points={weeks.map((week) => ({ weekStartMs: week.weekStartMs, value: figure(week) }))}
            />
          ))}
        </SimpleGrid>
      </FigureFrame>
    </Paper>
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
        <Box className={classes['scroller']} role="group" aria-label="Strategies, scrolling sideways" tabIndex={0}>
          <table className={`${classes['table']} ${classes['wide']}`}>
            <PerformanceHead />
            <tbody>
              {strategies.map((strategy) => (
                <PerformanceRow key={strategy.strategyId} strategy={strategy} nowMs={nowMs} />
              ))}
            </tbody>
          </table>
        </Box>
      )}
    </Panel>
  )
}

function PerformanceHead() {
  return (
    <thead>
      <tr>
        <th scope="col">Strategy</th>
        <th scope="col" data-align="end">
          Runs
        </th>
        <th scope="col" data-align="end">
          <MetricTerm metric="total_return">
            <span>Return</span>
          </MetricTerm>
        </th>
        <th scope="col" data-align="end">
          <MetricTerm metric="sharpe_ratio">
            <span>Sharpe</span>
          </MetricTerm>
        </th>
        <th scope="col" data-align="end">
          All runs
        </th>
        <th scope="col" data-align="end">
          Newest
        </th>
      </tr>
    </thead>
  )
}

function PerformanceRow({ strategy, nowMs }: { readonly strategy: StrategyPerformance; readonly nowMs: number }) {
  const { worstSharpe, bestSharpe } = strategy
  return (
    <tr>
      <td className={classes['name']} title={strategy.strategyName}>
        <Link to={`/strategies/${strategy.strategyId}`}>{strategy.strategyName}</Link>
      </td>
      <td data-align="end">{formatCount(strategy.runs)}</td>
      <td data-align="end">{formatPercent(strategy.totalReturn)}</td>
      <td data-align="end">
        <SharpeValue sharpe={strategy.sharpeRatio} low={strategy.sharpeLow} high={strategy.sharpeHigh} />
      </td>
      <td data-align="end" title="Lowest to highest Sharpe ratio of its runs in these weeks">
        {formatNumber(worstSharpe)} to {formatNumber(bestSharpe)}
      </td>
      <td data-align="end">
        <Link to={`/backtests/${strategy.newestRunId}`}>{formatAge(strategy.newestAtMs, nowMs)}</Link>
      </td>
    </tr>
  )
}

const VERDICTS = { passed: 'PASS', failed: 'FAIL' } as const

function GateEventsPanel({ events, nowMs }: { readonly events: readonly GateEvent[]; readonly nowMs: number }) {
  return (
    <Panel title="Gate history">
      {events.length === 0 ? (
        <Text size="sm" c="dimmed">
          No gate has run yet.
        </Text>
      ) : (
        <table className={classes['table']} aria-label="Gate history">
          <tbody>
            {events.map(({ id, strategyId, strategyName, gateType, verdict, timestampMs }) => (
              <tr key={id}>
                <td>{verdict === 'incomplete' ? 'Incomplete' : <VerdictBadge verdict={VERDICTS[verdict]} />}</td>
                <td>{GATE_NAMES[gateType]}</td>
                <td className={classes['name']} title={strategyName}>
                  <Link to={`/strategies/${strategyId}`}>{strategyName}</Link>
                </td>
                <td className={classes['age']} data-align="end">
                  {formatAge(timestampMs, nowMs)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Panel>
  )
}
