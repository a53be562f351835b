import { Anchor, Group, Skeleton, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useParams } from 'react-router'
import type { Backtest } from '#shared/domain/backtest.ts'
import { isUnderWay } from '#shared/domain/underWay.ts'
import { useApi } from '../../api/ApiProvider.tsx'
import { ErrorNotice } from '../../components/ErrorNotice.tsx'
import { PageHeader } from '../../components/PageHeader.tsx'
import { StatusBadge } from '../../components/StatusBadge.tsx'
import { formatDuration } from '../../format/instants.ts'
import { AdoptedNotice } from './AdoptedNotice.tsx'
import { BacktestActions } from './BacktestActions.tsx'
import { Headline } from './Headline.tsx'
import { RunCharts } from './RunCharts.tsx'
import { RunNotes } from './RunNotes.tsx'
import { RunState } from './RunState.tsx'
import { RunTabs } from './RunTabs.tsx'

const PROGRESS_MS = 1_000

/** One run: how it went, its curves, its trades and what makes it the same run again. */
export function BacktestPage() {
  const { id = '' } = useParams()
  const api = useApi()
  const run = useQuery(
    api.backtests.get.queryOptions({
      input: { id },
      // Progress also arrives by itself; asking now and then covers a dropped line.
      refetchInterval: ({ state }) => (state.data !== undefined && isUnderWay(state.data.status) ? PROGRESS_MS : false),
    }),
  )
  if (run.error !== null) return <ErrorNotice error={run.error} onRetry={() => void run.refetch()} />
  if (run.data === undefined) return <Skeleton height={520} />
  return <BacktestDetail run={run.data} />
}

function BacktestDetail({ run }: { readonly run: Backtest }) {
  const navigate = useNavigate()
  return (
    <>
      <PageHeader
        title={`${run.strategyName} on ${run.datasetName ?? 'bars that were not kept'}`}
        subtitle={<RunFacts run={run} />}
        actions={<BacktestActions run={run} onDeleted={() => navigate('/backtests', { replace: true })} />}
      />
      {run.origin === 'adopted' && <AdoptedNotice flags={run.flags} />}
      {run.metrics === null ? (
        <RunState run={run} />
      ) : (
        <Stack gap="md">
          <RunNotes notes={run.metrics.notes} />
          <Headline metrics={run.metrics} />
          <RunCharts run={run} />
          <RunTabs run={run} metrics={run.metrics} />
        </Stack>
      )}
    </>
  )
}

function RunFacts({ run }: { readonly run: Backtest }) {
  return (
    <Group gap="2px 12px">
      <StatusBadge status={run.status} progress={run.progress} />
      <span>
        {run.startDate} to {run.endDate}
      </span>
      <Anchor component={Link} to={`/strategies/${run.strategyId}`} size="sm">
        Strategy version {run.strategyVersion}
      </Anchor>
      {run.durationMs !== null && <Text size="sm">took {formatDuration(run.durationMs)}</Text>}
    </Group>
  )
}
