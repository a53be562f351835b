import { SimpleGrid, Skeleton, Stack } from '@mantine/core'
import { useLocalStorage } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import type { Overview } from '#shared/contract/overview.ts'
import type { BacktestSummary } from '#shared/domain/backtest.ts'
import { useApi } from '../../api/ApiProvider.tsx'
import { useAddressState } from '../../components/addressState.ts'
import { ErrorNotice } from '../../components/ErrorNotice.tsx'
import { PageHeader } from '../../components/PageHeader.tsx'
import { AttentionList } from './AttentionList.tsx'
import { CountList } from './CountList.tsx'
import { ExportWorkspaceMenu } from './ExportWorkspaceMenu.tsx'
import { firstSteps } from './firstSteps.ts'
import { GateSummary } from './GateSummary.tsx'
import { GettingStarted } from './GettingStarted.tsx'
import { LatestRuns } from './LatestRuns.tsx'
import { RUN_STATUS_WORDS, STRATEGY_STATUS_WORDS } from './statusWords.ts'
import { TrendPanels } from './TrendPanels.tsx'

const TROUBLE_SHOWN = 5

function countsOf(words: Readonly<Record<string, string>>, counts: Readonly<Record<string, number>>, to: (status: string) => string) {
  return Object.entries(words).map(([status, label]) => ({ label, count: counts[status] ?? 0, to: to(status) }))
}

/** The tour shows itself while something is left to do, until it is closed; `?start=yes` brings it back at any time. */
function useTour(hasStepsLeft: boolean) {
  const address = useAddressState()
  const [isClosed, setClosed] = useLocalStorage({ key: 'aurelius-tour-closed', defaultValue: false, getInitialValueInEffect: false })
  const close = () => {
    setClosed(true)
    address.change({ start: null })
  }
  return { isShown: address.text('start') === 'yes' || (hasStepsLeft && !isClosed), close }
}

function OverviewBody({ overview, trouble, nowMs }: { overview: Overview; trouble: readonly BacktestSummary[]; nowMs: number }) {
  const steps = firstSteps(overview)
  const tour = useTour(steps.some((step) => !step.isDone))
  return (
    <Stack gap="md">
      {tour.isShown && <GettingStarted steps={steps} onClose={tour.close} />}
      <SimpleGrid cols={{ base: 1, md: 2 }}>
        <CountList
          title="Strategies"
          counts={countsOf(STRATEGY_STATUS_WORDS, overview.strategiesByStatus, (status) =>
            status === 'archived' ? '/strategies?archived=yes' : `/strategies?status=${status}`,
          )}
        />
        <CountList
          title="Backtests"
          counts={countsOf(RUN_STATUS_WORDS, overview.backtestsByStatus, (status) => `/backtests?status=${status}`)}
        />
        <GateSummary gates={overview.gates} />
        <AttentionList runs={trouble} nowMs={nowMs} />
      </SimpleGrid>
      <TrendPanels nowMs={nowMs} />
      <LatestRuns runs={overview.latestBacktests} />
    </Stack>
  )
}

/** Where everything stands and what to do next. */
export function OverviewPage() {
  const api = useApi()
  const overview = useQuery(api.overview.get.queryOptions())
  const trouble = useQuery(api.backtests.list.queryOptions({ input: { statuses: ['failed', 'interrupted'], limit: TROUBLE_SHOWN } }))
  return (
    <>
      <PageHeader title="Overview" subtitle="Where your strategies, runs and evidence stand" actions={<ExportWorkspaceMenu />} />
      {overview.error !== null && overview.data === undefined && (
        <ErrorNotice error={overview.error} onRetry={() => void overview.refetch()} />
      )}
      {overview.isPending && (
        <Stack aria-busy="true">
          <Skeleton height={130} />
          <SimpleGrid cols={{ base: 1, md: 2 }}>
            <Skeleton height={112} />
            <Skeleton height={112} />
          </SimpleGrid>
          <LatestRuns runs={undefined} />
        </Stack>
      )}
      {overview.data !== undefined && (
        <OverviewBody overview={overview.data} trouble={trouble.data?.items ?? []} nowMs={overview.dataUpdatedAt} />
      )}
    </>
  )
}
