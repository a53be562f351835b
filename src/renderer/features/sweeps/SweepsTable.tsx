import { Button } from '@mantine/core'
import { IconPlayerPause, IconPlayerPlay, IconPlayerStop, IconReload, IconTrash } from '@tabler/icons-react'
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useNavigate } from 'react-router'
import type { SweepSummary } from '#shared/domain/sweep.ts'
import { isUnderWay } from '#shared/domain/underWay.ts'
import { useApi } from '../../api/ApiProvider.tsx'
import { Age } from '../../components/Age.tsx'
import { CutText } from '../../components/CutText.tsx'
import { DataTable } from '../../components/DataTable.tsx'
import type { DataColumn, RowAction } from '../../components/dataTableProps.ts'
import { EmptyState } from '../../components/EmptyState.tsx'
import { keysetInput, keysetPaging, keysetRows, pollUnderWay } from '../../components/keysetRows.ts'
import { RowName } from '../../components/RowName.tsx'
import { StatusBadge } from '../../components/StatusBadge.tsx'
import { formatCount, formatNumber, formatPercent } from '../../format/figures.ts'
import { describeAxes } from './axisWords.ts'
import { NO_FILTERS, type SweepList, type SweepSortKey } from './sweepList.ts'
import { useSweepActions } from './useSweepActions.tsx'

const bestOf = (metric: string) => (sweep: SweepSummary) => sweep.best?.metrics[metric] ?? null

const COLUMNS: readonly DataColumn<SweepSummary, SweepSortKey>[] = [
  {
    id: 'strategy',
    header: 'Strategy',
    cell: ({ id, strategyName, strategyVersion }) => <RowName to={`/sweeps/${id}`} name={strategyName} version={strategyVersion} />,
  },
  {
    id: 'status',
    header: 'Status',
    sortKey: 'status',
    cell: ({ status, progress, paused }) =>
      paused ? `Paused at ${formatPercent(progress, { decimals: 0 })}` : <StatusBadge status={status} progress={progress} />,
  },
  { id: 'axes', header: 'Varies', cell: ({ axes }) => <CutText text={describeAxes(axes)} /> },
  { id: 'trialCount', header: 'Trials', align: 'end', sortKey: 'trialCount', cell: ({ trialCount }) => formatCount(trialCount) },
  {
    id: 'sharpeRatio',
    header: 'Best Sharpe',
    metric: 'sharpe_ratio',
    align: 'end',
    sortKey: 'sharpeRatio',
    cell: (sweep) => formatNumber(bestOf('sharpe_ratio')(sweep)),
  },
  {
    id: 'totalReturn',
    header: 'Return',
    metric: 'total_return',
    align: 'end',
    sortKey: 'totalReturn',
    cell: (sweep) => formatPercent(bestOf('total_return')(sweep)),
  },
  {
    id: 'maxDrawdown',
    header: 'Drawdown',
    metric: 'max_drawdown',
    align: 'end',
    sortKey: 'maxDrawdown',
    cell: (sweep) => formatPercent(bestOf('max_drawdown')(sweep)),
  },
  { id: 'dataset', header: 'Dataset', cell: ({ datasetName }) => <CutText text={datasetName} /> },
  {
    id: 'createdAt',
    header: 'Created',
    sortKey: 'createdAt',
    cell: ({ createdAtMs }) => <Age atMs={createdAtMs} />,
  },
]

export function SweepsTable({ list, emptyAction }: { readonly list: SweepList; readonly emptyAction: ReactNode }) {
  const api = useApi()
  const navigate = useNavigate()
  const rowActions = useRowActions()
  const query = useInfiniteQuery(
    api.sweeps.list.infiniteOptions({
      input: keysetInput(list),
      ...keysetPaging,
      placeholderData: keepPreviousData,
      refetchInterval: pollUnderWay,
    }),
  )
  return (
    <DataTable
      label="Sweeps"
      columnsKey="sweeps"
      {...keysetRows(query)}
      columns={COLUMNS}
      rowId={({ id }) => id}
      rowName={({ strategyName, axes }) => `${strategyName}, ${describeAxes(axes)}`}
      sort={list.sort}
      onSortChange={({ key, direction }) => list.change({ sort: key, direction })}
      onOpenRow={({ id }) => navigate(`/sweeps/${id}`)}
      rowActions={rowActions}
      empty={
        list.isFiltered ? (
          <EmptyState
            message="No sweep fits this search and these filters."
            action={
              <Button variant="default" onClick={() => list.change(NO_FILTERS)}>
                Clear filters
              </Button>
            }
          />
        ) : (
          <EmptyState
            message="No sweeps yet. A sweep tries a strategy with many parameters and shows where it holds up."
            action={emptyAction}
          />
        )
      }
    />
  )
}

function useRowActions(): (sweep: SweepSummary) => RowAction[] {
  const { cancel, pause, resume, askDelete } = useSweepActions()
  return (sweep) => {
    const { id, status, paused } = sweep
    const isRunning = status === 'running'
    return [
      ...(isRunning && !paused ? [{ label: 'Pause', icon: <IconPlayerPause size={16} />, run: () => pause.mutate({ id }) }] : []),
      ...(paused ? [{ label: 'Go on', icon: <IconPlayerPlay size={16} />, run: () => resume.mutate({ id }) }] : []),
      ...(status === 'interrupted' ? [{ label: 'Run again', icon: <IconReload size={16} />, run: () => resume.mutate({ id }) }] : []),
      ...(isUnderWay(status) ? [{ label: 'Cancel', icon: <IconPlayerStop size={16} />, run: () => cancel.mutate({ id }) }] : []),
      {
        label: 'Delete',
        icon: <IconTrash size={16} />,
        run: () => askDelete(sweep, () => undefined),
        isDestructive: true,
        isDisabled: isUnderWay(status),
      },
    ]
  }
}
