import { IconCheck, IconPlayerPlay } from '@tabler/icons-react'
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { METRICS, type MetricName } from '#shared/domain/metricRegistry.ts'
import type { Sweep, SweepRow } from '#shared/domain/sweep.ts'
import { useApi } from '../../api/ApiProvider.tsx'
import { DataTable } from '../../components/DataTable.tsx'
import type { DataColumn, TableSort } from '../../components/dataTableProps.ts'
import { EmptyState } from '../../components/EmptyState.tsx'
import { formatInUnit } from '../../format/figures.ts'
import { describePlace } from './axisWords.ts'
import type { Brushes } from './brushes.ts'

const PAGE = 50
const SHOWN: readonly MetricName[] = ['sharpe_ratio', 'total_return', 'cagr', 'max_drawdown', 'total_trades', 'win_rate', 'psr']

interface TrialsTableProps {
  readonly sweep: Sweep
  readonly brushes: Brushes
  readonly onOpen: (trial: number) => void
  readonly onUse: (row: SweepRow) => void
}

/** Every trial, the best by the sweep's ranking first; sorted, filtered and paged by the application. */
export function TrialsTable({ sweep, brushes, onOpen, onUse }: TrialsTableProps) {
  const api = useApi()
  const [sort, setSort] = useState<TableSort<string>>({ key: 'score', direction: 'desc' })
  const filters = Object.entries(brushes).map(([column, [min, max]]) => ({ column, min, max }))
  const query = useInfiniteQuery(
    api.sweeps.rows.infiniteOptions({
      input: (offset: number) => ({ id: sweep.id, sort: sort.key, direction: sort.direction, filters, offset, limit: PAGE }),
      initialPageParam: 0,
      getNextPageParam: (page, _, offset) => (offset + PAGE < page.total ? offset + PAGE : null),
      placeholderData: keepPreviousData,
    }),
  )
  return (
    <DataTable
      label="Trials of this sweep"
      columnsKey="sweepTrials"
      columns={columnsOf(sweep)}
      rows={query.data?.pages.flatMap(({ items }) => items)}
      total={query.data?.pages[0]?.total ?? null}
      hasMore={query.hasNextPage}
      isLoadingMore={query.isFetchingNextPage}
      onLoadMore={() => void query.fetchNextPage()}
      error={query.error}
      onRetry={() => void query.refetch()}
      rowId={({ trial }) => String(trial)}
      rowName={({ parameters }) => describePlace(parameters)}
      sort={sort}
      onSortChange={setSort}
      onOpenRow={({ trial }) => onOpen(trial)}
      rowActions={(row) => [
        { label: 'Open as a run', icon: <IconPlayerPlay size={16} />, run: () => onOpen(row.trial) },
        { label: 'Use these parameters', icon: <IconCheck size={16} />, run: () => onUse(row) },
      ]}
      empty={<EmptyState message="No trial lies within the brushes. Widen one of them." />}
      maxHeight="70vh"
    />
  )
}

function columnsOf({ axes, rankMetric, ranking }: Sweep): DataColumn<SweepRow>[] {
  const { label, unit } = METRICS[rankMetric]
  return [
    ...axes.map(({ name, values }): DataColumn<SweepRow> => {
      const isNumeric = values.every((value) => typeof value === 'number')
      return {
        id: name,
        header: name,
        align: isNumeric ? 'end' : 'start',
        sortKey: `parameter.${name}`,
        cell: ({ parameters }) => String(parameters[name]),
      }
    }),
    {
      id: 'score',
      header: ranking === 'plateau' ? `${label}, plateau` : label,
      align: 'end',
      sortKey: 'score',
      cell: ({ score }) => formatInUnit(score, unit),
    },
    ...SHOWN.map(
      (metric): DataColumn<SweepRow> => ({
        id: metric,
        header: METRICS[metric].label,
        metric,
        align: 'end',
        sortKey: metric,
        cell: ({ metrics }) => formatInUnit(metrics[metric] ?? null, METRICS[metric].unit),
      }),
    ),
  ]
}
