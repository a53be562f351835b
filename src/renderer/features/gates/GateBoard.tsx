import { Button } from '@mantine/core'
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { Link } from 'react-router'
import type { GateBoardRow } from '#shared/contract/gates.ts'
import { GATE_NAMES, GATE_TYPES, type GateType } from '#shared/domain/gate.ts'
import { useApi } from '../../api/ApiProvider.tsx'
import { DataTable } from '../../components/DataTable.tsx'
import type { DataColumn } from '../../components/dataTableProps.ts'
import { EmptyState } from '../../components/EmptyState.tsx'
import type { GateSubject } from '../../components/gateResults/GateResultDrawer.tsx'
import { useRunGate } from '../../components/gateResults/useRunGate.ts'
import { keysetPaging, keysetRows } from '../../components/keysetRows.ts'
import { RowName } from '../../components/RowName.tsx'
import { GateCell } from './GateCell.tsx'
import { useRunAllGates } from './useRunAllGates.ts'

interface GateBoardProps {
  readonly search: string
  readonly onOpen: (subject: GateSubject) => void
  readonly onOpenReadiness: (strategyId: string) => void
}

/** One row a strategy, one column a gate; a click on a verdict shows its checks. */
export function GateBoard({ search, onOpen, onOpenReadiness }: GateBoardProps) {
  const api = useApi()
  const runAll = useRunAllGates()
  // One for the whole board: each cell only asks.
  const { mutateAsync: onRun } = useRunGate()
  const columns = useMemo(() => boardColumns({ onOpen, onRun }), [onOpen, onRun])
  const query = useInfiniteQuery(
    api.gates.board.infiniteOptions({
      input: (cursor: string | null) => ({ search, cursor, withTotal: cursor === null }),
      ...keysetPaging,
      placeholderData: keepPreviousData,
    }),
  )
  return (
    <DataTable
      label="Gate board"
      columnsKey="gates"
      {...keysetRows(query)}
      columns={columns}
      rowActions={({ strategyId }) => [
        { label: 'Run all gates', isDisabled: runAll.runningId !== null, run: () => void runAll.run(strategyId) },
        { label: 'Product readiness', run: () => onOpenReadiness(strategyId) },
      ]}
      rowId={({ strategyId }) => strategyId}
      rowName={({ strategyName }) => strategyName}
      empty={
        search === '' ? (
          <EmptyState
            message="No strategies yet. A gate needs a strategy with a completed run."
            action={
              <Button component={Link} to="/strategies?generate=yes">
                Generate from a goal
              </Button>
            }
          />
        ) : (
          <EmptyState message="No strategy has that in its name." />
        )
      }
    />
  )
}

type Column = DataColumn<GateBoardRow>

interface BoardActions {
  readonly onOpen: (subject: GateSubject) => void
  readonly onRun: (subject: GateSubject) => Promise<unknown>
}

function boardColumns({ onOpen, onRun }: BoardActions): Column[] {
  const gate = (gateType: GateType): Column => ({
    id: gateType,
    header: GATE_NAMES[gateType],
    cell: ({ strategyId, strategyName, ...row }) => (
      <GateCell
        subject={{ strategyId, strategyName, gateType }}
        result={row[gateType]}
        onOpen={() => onOpen({ strategyId, gateType })}
        onRun={() => onRun({ strategyId, gateType })}
      />
    ),
  })
  return [
    {
      id: 'strategy',
      header: 'Strategy',
      cell: ({ strategyId, strategyName, strategyVersion }) => (
        <RowName to={`/strategies/${strategyId}`} name={strategyName} version={strategyVersion} />
      ),
    },
    ...GATE_TYPES.map(gate),
  ]
}
