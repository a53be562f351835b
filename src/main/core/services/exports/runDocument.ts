import type { Backtest } from '#shared/domain/backtest.ts'
import { type Columns, FILL_REASONS } from '#shared/domain/ledger.ts'
import { METRICS } from '#shared/domain/metricRegistry.ts'

/** All that is stored of a run; a group of columns is null where none was kept. */
export interface WholeRun {
  readonly run: Backtest
  readonly instruments: readonly string[]
  readonly positions: Columns | null
  readonly trades: Columns | null
  readonly fills: Columns | null
}

export interface ExportStamp {
  readonly exportedAtMs: number
  readonly appVersion: string
}

/** A run as JSON that `aurelius metrics --run` reads back to the same bits: columns of numbers, null where a value is missing. */
export function runDocument({ run, instruments, ...columns }: WholeRun, { exportedAtMs, appVersion }: ExportStamp): string {
  const document = {
    format: 'aurelius-run-1',
    exported_at: new Date(exportedAtMs).toISOString(),
    application: `Aurelius ${appVersion}`,
    timezone: 'UTC',
    units: {
      time: 'epoch milliseconds',
      money: "the instrument's currency",
      fractions: '0.15 is 15%',
      metrics: Object.fromEntries(Object.entries(METRICS).map(([name, { unit }]) => [name, unit])),
      exit_reasons: FILL_REASONS,
    },
    instruments,
    run,
    positions: plainColumns(columns.positions),
    trades: plainColumns(columns.trades),
    fills: plainColumns(columns.fills),
  }
  return `${JSON.stringify(document, keepMinusZero)}\n`
}

function plainColumns(columns: Columns | null): Readonly<Record<string, (number | null)[]>> | null {
  if (columns === null) return null
  return Object.fromEntries(Object.entries(columns).map(([name, values]) => [name, Array.from(values, finiteOrNull)]))
}

const finiteOrNull = (value: number) => (Number.isFinite(value) ? value : null)

/** JSON would write -0 as 0, and a reader would compute other bits from it; as text it survives. */
const keepMinusZero = (_key: string, value: unknown) => (Object.is(value, -0) ? '-0' : value)
