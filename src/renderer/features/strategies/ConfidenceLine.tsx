import { Anchor, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import { METRICS } from '#shared/domain/metricRegistry.ts'
import type { Strategy } from '#shared/domain/strategy.ts'
import { useApi } from '../../api/ApiProvider.tsx'
import { formatPercent } from '../../format/figures.ts'

/**
 * How far to trust the strategy: once it has run, the probability that its true Sharpe ratio is above 0, on that run; before,
 * the prior that generation gave, said to be one.
 */
export function ConfidenceLine({ strategy }: { readonly strategy: Strategy }) {
  const run = useLatestRun(strategy.id)
  const psr = run?.metrics?.values['psr'] ?? null
  if (run === null || psr === null) return <Prior confidence={strategy.confidence} hasRun={run !== null} />
  return (
    <Text title={METRICS.psr.definition}>
      {formatPercent(psr, { decimals: 0 })} probability that the true Sharpe ratio is above 0, on{' '}
      <Anchor inherit underline="always" component={Link} to={`/backtests/${run.id}`}>
        the newest run of version {run.strategyVersion}
      </Anchor>
      . It knows nothing of how many others were tried; the CRV gate does.
    </Text>
  )
}

function useLatestRun(strategyId: string) {
  const api = useApi()
  const newest = useQuery(api.backtests.list.queryOptions({ input: { strategyId, statuses: ['completed'], limit: 1 } }))
  const id = newest.data?.items[0]?.id
  const run = useQuery(api.backtests.get.queryOptions({ input: { id: id ?? '' }, enabled: id !== undefined }))
  return run.data ?? null
}

function Prior({ confidence, hasRun }: { readonly confidence: number | null; readonly hasRun: boolean }) {
  const reason = hasRun ? 'Its newest run is too short or too flat to say' : 'No run yet'
  if (confidence === null) return <Text>{reason}.</Text>
  return (
    <Text>
      {reason}. Generation gave a prior of {formatPercent(confidence, { decimals: 0 })}: how well the family fits the words of the goal, not
      evidence.
    </Text>
  )
}
