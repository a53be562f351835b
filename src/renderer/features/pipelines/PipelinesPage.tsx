import { Anchor, Button } from '@mantine/core'
import { IconPlayerPlay, IconPlayerStop, IconReload } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link, useNavigate } from 'react-router'
import type { Pipeline } from '#shared/domain/pipeline.ts'
import { isUnderWay } from '#shared/domain/underWay.ts'
import { useApi } from '../../api/ApiProvider.tsx'
import { Age } from '../../components/Age.tsx'
import { useAddressState, useLeaveFor } from '../../components/addressState.ts'
import { DataTable } from '../../components/DataTable.tsx'
import type { DataColumn, RowAction } from '../../components/dataTableProps.ts'
import { EmptyState } from '../../components/EmptyState.tsx'
import { keysetPaging, keysetRows, pollUnderWay } from '../../components/keysetRows.ts'
import { PageHeader } from '../../components/PageHeader.tsx'
import { StatusBadge } from '../../components/StatusBadge.tsx'
import { PipelineDialog } from './PipelineDialog.tsx'
import { findingOf, titleOfStage } from './pipelineWords.ts'
import { usePipelineActions } from './usePipelineActions.ts'

const nameOf = ({ strategyName, request: { source } }: Pipeline) =>
  strategyName ?? (source.kind === 'goal' ? source.goal : 'A strategy that was deleted')

const COLUMNS: readonly DataColumn<Pipeline, never>[] = [
  {
    id: 'strategy',
    header: 'Strategy or goal',
    cell: (pipeline) => (
      <Anchor component={Link} to={`/pipelines/${pipeline.id}`} size="sm" fw={500}>
        {nameOf(pipeline)}
      </Anchor>
    ),
  },
  { id: 'status', header: 'Status', cell: ({ status, progress }) => <StatusBadge status={status} progress={progress} /> },
  { id: 'stage', header: 'Stage', cell: stageWords },
  { id: 'data', header: 'Data', cell: ({ datasetName }) => datasetName },
  {
    id: 'created',
    header: 'Created',
    cell: ({ createdAtMs }) => <Age atMs={createdAtMs} />,
  },
]

/** The stage it has come to; of a finished one, what the last gate said. */
function stageWords({ stages }: Pipeline): string {
  const current = stages.find(({ status }) => status !== 'completed')
  const last = stages.at(-1)
  if (current !== undefined) return titleOfStage(current.name)
  return last === undefined ? '' : `CRV gate ${findingOf(last)}`
}

/** Every pipeline: start, follow and open one. `?run=<strategy id>` or `?run=new` opens the dialog. */
export function PipelinesPage() {
  const api = useApi()
  const navigate = useNavigate()
  const leaveFor = useLeaveFor()
  const address = useAddressState()
  const asked = address.text('run')
  const { cancel, resume } = usePipelineActions()
  const query = useInfiniteQuery(
    api.pipelines.list.infiniteOptions({
      input: (cursor: string | null) => ({ cursor, withTotal: cursor === null }),
      ...keysetPaging,
      refetchInterval: pollUnderWay,
    }),
  )
  const rowActions = ({ id, status }: Pipeline): RowAction[] => [
    ...(isUnderWay(status) ? [{ label: 'Cancel', icon: <IconPlayerStop size={16} />, run: () => cancel.mutate({ id }) }] : []),
    ...(status === 'interrupted' ? [{ label: 'Resume', icon: <IconReload size={16} />, run: () => resume.mutate({ id }) }] : []),
  ]
  const start = (
    <Button leftSection={<IconPlayerPlay size={16} aria-hidden />} onClick={() => address.change({ run: 'new' })}>
      Run the whole pipeline
    </Button>
  )
  return (
    <>
      <PageHeader title="Pipelines" actions={start} />
      <DataTable
        label="Pipelines"
        columnsKey="pipelines"
        {...keysetRows(query)}
        columns={COLUMNS}
        rowId={({ id }) => id}
        rowName={nameOf}
        rowActions={rowActions}
        onOpenRow={({ id }) => navigate(`/pipelines/${id}`)}
        empty={
          <EmptyState message="No pipelines yet. One goes from a goal in words to the verdict of the CRV gate by itself." action={start} />
        }
      />
      <PipelineDialog
        isOpen={asked !== ''}
        strategyId={asked === 'new' ? null : asked}
        onClose={() => address.change({ run: null })}
        onStarted={({ id }) => leaveFor(`/pipelines/${id}`)}
      />
    </>
  )
}
