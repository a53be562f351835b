import { useQuery } from '@tanstack/react-query'
import type { GateResult, GateType } from '#shared/domain/gate.ts'
import { GATE_NAMES } from '#shared/domain/gate.ts'
import { useApi } from '../../api/ApiProvider.tsx'
import { DataTable } from '../../components/DataTable.tsx'
import type { DataColumn } from '../../components/dataTableProps.ts'
import { EmptyState } from '../../components/EmptyState.tsx'
import { GateVerdictBadge } from '../../components/gateResults/GateVerdictBadge.tsx'
import { RunGatesButton } from '../../components/gateResults/RunGatesButton.tsx'
import { MISSING } from '../../format/figures.ts'
import { formatDateTime } from '../../format/instants.ts'

const COLUMNS: readonly DataColumn<GateResult>[] = [
  { id: 'gate', header: 'Gate', cell: ({ gateType }) => GATE_NAMES[gateType] },
  { id: 'verdict', header: 'Verdict', cell: (result) => <GateVerdictBadge result={result} /> },
  { id: 'recommendation', header: 'Recommendation', cell: ({ recommendation }) => recommendation },
  { id: 'version', header: 'Version', align: 'end', cell: ({ binding }) => binding?.strategyVersion ?? MISSING },
  { id: 'policy', header: 'Policy', cell: ({ binding }) => binding?.policyVersion ?? 'older system' },
  { id: 'time', header: 'Run at', cell: ({ timestampMs }) => formatDateTime(timestampMs) },
]

interface GateHistoryProps {
  readonly strategyId: string
  readonly onOpen: (gateType: GateType) => void
}

/** Every gate result of one strategy, newest first; results are never overwritten. */
export function GateHistory({ strategyId, onOpen }: GateHistoryProps) {
  const api = useApi()
  const history = useQuery(api.gates.history.queryOptions({ input: { strategyId, limit: 200 } }))
  return (
    <DataTable
      label="Gate results of this strategy"
      rows={history.data}
      error={history.error}
      onRetry={() => void history.refetch()}
      columns={COLUMNS}
      rowId={({ id }) => id}
      rowName={({ gateType }) => GATE_NAMES[gateType]}
      onOpenRow={({ gateType }) => onOpen(gateType)}
      empty={
        <EmptyState
          message="No gate has been run. A gate judges the newest completed backtest."
          action={<RunGatesButton strategyId={strategyId} />}
        />
      }
    />
  )
}
