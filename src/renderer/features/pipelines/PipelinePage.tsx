import { Button, Group, Skeleton, Stack } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useParams } from 'react-router'
import { AppError } from '#shared/domain/appError.ts'
import type { Pipeline } from '#shared/domain/pipeline.ts'
import { isUnderWay } from '#shared/domain/underWay.ts'
import { useApi } from '../../api/ApiProvider.tsx'
import { ErrorNotice } from '../../components/ErrorNotice.tsx'
import { PageHeader } from '../../components/PageHeader.tsx'
import { StatusBadge } from '../../components/StatusBadge.tsx'
import { ImprovementsPanel } from './ImprovementsPanel.tsx'
import { StageTimeline } from './StageTimeline.tsx'
import { usePipelineActions } from './usePipelineActions.ts'

const PROGRESS_MS = 500

/** One pipeline: its stages as they go, what each made, and what was tried to improve the strategy. */
export function PipelinePage() {
  const { id = '' } = useParams()
  const api = useApi()
  const pipeline = useQuery(
    api.pipelines.get.queryOptions({
      input: { id },
      refetchInterval: ({ state }) => (state.data !== undefined && isUnderWay(state.data.status) ? PROGRESS_MS : false),
    }),
  )
  if (pipeline.error !== null) return <ErrorNotice error={pipeline.error} onRetry={() => void pipeline.refetch()} />
  if (pipeline.data === undefined) return <Skeleton height={420} />
  return <PipelineDetail pipeline={pipeline.data} />
}

function PipelineDetail({ pipeline }: { readonly pipeline: Pipeline }) {
  const { strategyId, strategyName, status, progress, datasetName, request, errorCode, errorMessage } = pipeline
  const goal = request.source.kind === 'goal' ? request.source.goal : null
  return (
    <>
      <PageHeader
        title={`Pipeline of ${strategyName ?? 'a strategy to be'}`}
        subtitle={
          <Group gap="sm">
            <StatusBadge status={status} progress={progress} />
            <span>
              on {datasetName}, seed {request.settings.seed}
            </span>
            {goal !== null && <span>Goal: {goal}</span>}
          </Group>
        }
        actions={<PipelineActions pipeline={pipeline} />}
      />
      <Stack gap="md">
        {status === 'failed' && (
          <ErrorNotice
            title="The pipeline failed"
            error={new AppError(errorCode ?? 'run_failed', errorMessage ?? 'No reason was recorded.')}
          />
        )}
        <StageTimeline pipeline={pipeline} />
        {strategyName !== null && <ImprovementsPanel strategyId={strategyId} />}
      </Stack>
    </>
  )
}

function PipelineActions({ pipeline: { id, status } }: { readonly pipeline: Pipeline }) {
  const { cancel, resume } = usePipelineActions()
  if (isUnderWay(status)) {
    return (
      <Button variant="default" loading={cancel.isPending} onClick={() => cancel.mutate({ id })}>
        Cancel pipeline
      </Button>
    )
  }
  if (status !== 'interrupted') return null
  return (
    <Button loading={resume.isPending} onClick={() => resume.mutate({ id })}>
      Resume pipeline
    </Button>
  )
}
