import { Group, Select, Skeleton, Stack } from '@mantine/core'
import { skipToken, useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { FILL_REASONS } from '#shared/domain/ledger.ts'
import type { Validation, ValidationTrades } from '#shared/domain/validation.ts'
import { useApi } from '../../api/ApiProvider.tsx'
import { useAddressState } from '../../components/addressState.ts'
import { type ColumnSpec, ColumnTable } from '../../components/columnTable/ColumnTable.tsx'
import { EmptyState } from '../../components/EmptyState.tsx'
import { ErrorNotice } from '../../components/ErrorNotice.tsx'
import { ExportCsvButton } from '../../components/ExportCsvButton.tsx'
import { formatMoney, formatNumber, MISSING } from '../../format/figures.ts'
import { formatDate } from '../../format/instants.ts'

const ALL = 'all'

/** Out-of-sample trades of one window or of all; `?window=` keeps the choice. */
export function WindowTradesPanel({ validation }: { readonly validation: Validation }) {
  const api = useApi()
  const address = useAddressState()
  const trades = useQuery(api.validations.trades.queryOptions({ input: { id: validation.id }, staleTime: Number.POSITIVE_INFINITY }))
  const isPanel = trades.data?.symbol !== undefined
  const { datasetId } = validation
  const dataset = useQuery(api.datasets.get.queryOptions({ input: isPanel && datasetId !== null ? { id: datasetId } : skipToken }))
  const instruments = dataset.data?.symbols
  const windows = (validation.windows ?? []).map(({ windowId }) => String(windowId))
  const chosen = address.choice('window', windows, ALL)
  const rows = useMemo(() => (trades.data === undefined ? null : rowsOf(trades.data, chosen)), [trades.data, chosen])
  const columns = useMemo(
    () => (trades.data === undefined || rows === null ? [] : columnsOf(trades.data, rows, instruments ?? [])),
    [trades.data, rows, instruments],
  )
  if (trades.error !== null) return <ErrorNotice error={trades.error} onRetry={() => void trades.refetch()} />
  if (rows === null) return <Skeleton height={320} />
  return (
    <Stack gap="sm">
      <Group justify="space-between">
        <Select
          aria-label="Window"
          allowDeselect={false}
          data={[
            { value: ALL, label: 'All windows' },
            ...windows.map((window) => ({ value: window, label: `Window ${Number(window) + 1}` })),
          ]}
          value={chosen}
          onChange={(window) => address.change({ window: window === ALL ? null : window })}
        />
        <ExportCsvButton input={{ table: 'validation_trades', validationId: validation.id }} label="Export trades" />
      </Group>
      {rows.length === 0 ? (
        <EmptyState message="No trade was closed here. A position still open at the end of a test is marked to its last close and not carried on." />
      ) : (
        <ColumnTable label="Out-of-sample trades" rowCount={rows.length} columns={columns} height={520} orderKey="order" />
      )}
    </Stack>
  )
}

function rowsOf({ window }: ValidationTrades, chosen: string): number[] {
  const all = Array.from(window, (_, row) => row)
  return chosen === ALL ? all : all.filter((row) => window[row] === Number(chosen))
}

function columnsOf({ symbol, ...trades }: ValidationTrades, rows: readonly number[], instruments: readonly string[]): ColumnSpec[] {
  const at = (values: Float64Array) => (row: number) => values[rows[row] ?? -1] ?? Number.NaN
  const number = (key: keyof typeof trades, header: string, show: (value: number) => string): ColumnSpec => ({
    key,
    header,
    align: 'right',
    widthPx: 100,
    cell: (row) => show(at(trades[key])(row)),
    sortValue: at(trades[key]),
  })
  return [
    number('window', 'Window', (value) => String(value + 1)),
    ...(symbol === undefined ? [] : [symbolColumn(at(symbol), instruments)]),
    {
      key: 'side',
      header: 'Side',
      align: 'left',
      widthPx: 80,
      cell: (row) => (at(trades.units)(row) > 0 ? 'Long' : 'Short'),
      sortValue: (row) => Math.sign(at(trades.units)(row)),
    },
    number('units', 'Units', (value) => formatNumber(Math.abs(value))),
    number('entryTime', 'Entry', formatDate),
    number('entryPrice', 'Entry price', (value) => formatMoney(value)),
    number('exitTime', 'Exit', formatDate),
    number('exitPrice', 'Exit price', (value) => formatMoney(value)),
    number('pnl', 'Profit', (value) => formatMoney(value, { signed: true })),
    number('commission', 'Costs', (value) => formatMoney(value)),
    {
      key: 'exitReason',
      header: 'Closed by',
      align: 'left',
      widthPx: 100,
      cell: (row) => (FILL_REASONS[at(trades.exitReason)(row)] ?? '').replaceAll('_', ' '),
      sortValue: at(trades.exitReason),
    },
  ]
}

/** Which instrument a trade was in: only where there are several. */
function symbolColumn(symbolAt: (row: number) => number, instruments: readonly string[]): ColumnSpec {
  const name = (row: number) => instruments[symbolAt(row)] ?? MISSING
  return { key: 'symbol', header: 'Symbol', align: 'left', widthPx: 140, cell: name, sortValue: symbolAt }
}
