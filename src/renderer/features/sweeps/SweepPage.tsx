import { Anchor, Button, Group, LoadingOverlay, Skeleton, Stack, Text } from '@mantine/core'
import { IconTrash } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Link, useNavigate, useParams } from 'react-router'
import type { Sweep, SweepRow } from '#shared/domain/sweep.ts'
import { isUnderWay } from '#shared/domain/underWay.ts'
import { useApi } from '../../api/ApiProvider.tsx'
import { ErrorNotice } from '../../components/ErrorNotice.tsx'
import { ExportCsvButton } from '../../components/ExportCsvButton.tsx'
import { PageHeader } from '../../components/PageHeader.tsx'
import { Panel } from '../../components/Panel.tsx'
import { StatusBadge } from '../../components/StatusBadge.tsx'
import { formatDuration } from '../../format/instants.ts'
import { describeAxes } from './axisWords.ts'
import type { Brushes } from './brushes.ts'
import { HeatmapPanel } from './HeatmapPanel.tsx'
import { ParallelPanel } from './ParallelPanel.tsx'
import { SweepState } from './SweepState.tsx'
import { SweepSummaryPanel } from './SweepSummaryPanel.tsx'
import { TrialsTable } from './TrialsTable.tsx'
import { useSweepActions } from './useSweepActions.tsx'
import { useTrialActions } from './useTrialActions.ts'

const PROGRESS_MS = 1_000

/** One sweep: where the strategy holds up, which trial came first, and every trial. */
export function SweepPage() {
  const { id = '' } = useParams()
  const api = useApi()
  const sweep = useQuery(
    api.sweeps.get.queryOptions({
      input: { id },
      refetchInterval: ({ state }) => (state.data !== undefined && isUnderWay(state.data.status) ? PROGRESS_MS : false),
    }),
  )
  if (sweep.error !== null) return <ErrorNotice error={sweep.error} onRetry={() => void sweep.refetch()} />
  if (sweep.data === undefined) return <Skeleton height={520} />
  return <SweepDetail sweep={sweep.data} />
}

function SweepDetail({ sweep }: { readonly sweep: Sweep }) {
  const navigate = useNavigate()
  const { askDelete } = useSweepActions()
  return (
    <>
      <PageHeader
        title={`Sweep of ${sweep.strategyName} on ${sweep.datasetName}`}
        subtitle={<SweepFacts sweep={sweep} />}
        actions={
          <>
            <ExportCsvButton input={{ table: 'sweep_trials', sweepId: sweep.id }} disabled={sweep.best === null} withShortcut />
            <Button
              variant="default"
              leftSection={<IconTrash size={16} aria-hidden />}
              disabled={isUnderWay(sweep.status)}
              onClick={() => askDelete(sweep, () => navigate('/sweeps', { replace: true }))}
            >
              Delete
            </Button>
          </>
        }
      />
      {sweep.best === null ? <SweepState sweep={sweep} /> : <SweepResults sweep={sweep} best={sweep.best} />}
    </>
  )
}

function SweepFacts({ sweep }: { readonly sweep: Sweep }) {
  return (
    <Group gap="2px 12px">
      <StatusBadge status={sweep.status} progress={sweep.progress} />
      <span>
        {sweep.startDate} to {sweep.endDate}
      </span>
      <Anchor component={Link} to={`/strategies/${sweep.strategyId}`} size="sm">
        Strategy version {sweep.strategyVersion}
      </Anchor>
      <span>{describeAxes(sweep.axes)}</span>
      {sweep.where !== null && <span>where {sweep.where}</span>}
      {sweep.durationMs !== null && <Text size="sm">took {formatDuration(sweep.durationMs)}</Text>}
    </Group>
  )
}

function SweepResults({ sweep, best }: { readonly sweep: Sweep; readonly best: SweepRow }) {
  const [brushes, setBrushes] = useState<Brushes>({})
  const { open, use, isBusy } = useTrialActions(sweep)
  return (
    <Stack gap="md" pos="relative">
      <LoadingOverlay visible={isBusy} overlayProps={{ blur: 1 }} />
      <SweepSummaryPanel sweep={sweep} best={best} onOpen={open} onUse={use} />
      <HeatmapPanel sweep={sweep} onOpen={open} />
      <ParallelPanel sweep={sweep} brushes={brushes} onBrush={setBrushes} />
      <div id="trials">
        <Panel title="Trials">
          <TrialsTable sweep={sweep} brushes={brushes} onOpen={open} onUse={use} />
        </Panel>
      </div>
    </Stack>
  )
}
