import { Anchor, Button, Group, SimpleGrid, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { METRICS, type MetricName } from '#shared/domain/metricRegistry.ts'
import type { Sweep, SweepRow } from '#shared/domain/sweep.ts'
import { useApi } from '../../api/ApiProvider.tsx'
import { Fact } from '../../components/Fact.tsx'
import { MetricTerm } from '../../components/MetricTerm.tsx'
import { Panel } from '../../components/Panel.tsx'
import { formatCount, formatInUnit } from '../../format/figures.ts'
import { describePlace } from './axisWords.ts'

const FIGURES: readonly MetricName[] = ['sharpe_ratio', 'total_return', 'max_drawdown', 'total_trades']

interface SweepSummaryPanelProps {
  readonly sweep: Sweep
  readonly best: SweepRow
  readonly onOpen: (trial: number) => void
  readonly onUse: (row: SweepRow) => void
}

/** What came first and by which rule, and what the sweep cost in evidence. */
export function SweepSummaryPanel({ sweep, best, onOpen, onUse }: SweepSummaryPanelProps) {
  const { label, unit } = METRICS[sweep.rankMetric]
  return (
    <Panel
      title={`First by ${sweep.ranking}: ${describePlace(best.parameters)}`}
      actions={
        <>
          <Button variant="default" size="xs" onClick={() => onOpen(best.trial)}>
            Open as a run
          </Button>
          <Button size="xs" onClick={() => onUse(best)}>
            Use these parameters
          </Button>
        </>
      }
    >
      <Stack gap="sm">
        <SimpleGrid component="dl" cols={{ base: 2, xs: 5 }} m={0} spacing="sm">
          <Fact label={sweep.ranking === 'plateau' ? `${label}, plateau` : label}>{formatInUnit(best.score, unit)}</Fact>
          {FIGURES.map((name) => (
            <Fact key={name} label={METRICS[name].label}>
              <MetricTerm metric={name}>
                <span>{formatInUnit(best.metrics[name] ?? null, METRICS[name].unit)}</span>
              </MetricTerm>
            </Fact>
          ))}
        </SimpleGrid>
        <Text size="sm" c="dimmed">
          {sweep.ranking === 'plateau'
            ? 'Plateau ranks a trial by the median over itself and the trials one step away on every numeric axis, so a lucky spike falls behind broad high ground. '
            : 'Peak ranks each trial by its own value. '}
          The first of many was picked with hindsight: its figures are no forecast.
        </Text>
        <TrialsCounted sweep={sweep} />
      </Stack>
    </Panel>
  )
}

function TrialsCounted({ sweep }: { readonly sweep: Sweep }) {
  const api = useApi()
  const { data } = useQuery(api.trials.count.queryOptions({ input: { strategyId: sweep.strategyId } }))
  const total = data?.reduce((sum, { trials }) => Math.max(sum, trials), 0)
  return (
    <Group gap="xs">
      <Text size="sm">
        <strong>{formatCount(sweep.trialCount)} trials</strong> added to the trial ledger
        {total !== undefined && total > 0 && `, which now counts ${formatCount(total)} for this strategy type on these data`}. The deflated
        Sharpe ratio asks more of the best of them the more there are.
      </Text>
      <Anchor href="#trials" size="sm">
        All trials
      </Anchor>
    </Group>
  )
}
