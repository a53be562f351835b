import { METRICS, type MetricName } from '#shared/domain/metricRegistry.ts'
import type { RunIdentity } from '#shared/domain/runIdentity.ts'
import type { CsvMode } from './csvTable.ts'

export interface ManifestInput {
  readonly table: string
  readonly fileName: string
  readonly mode: CsvMode
  readonly header: readonly string[]
  /** What the rows were chosen by; null and empty filters chose nothing and are left out. */
  readonly filters: Readonly<Record<string, unknown>>
  /** Of the run that the rows belong to; null for tables of the workspace. */
  readonly identity: RunIdentity | null
  readonly rows: number
  /** SHA-256 of the file's bytes. */
  readonly sha256: string
  readonly exportedAtMs: number
  readonly appVersion: string
}

/** The JSON that lies beside a CSV file: all that its cells do not say of themselves. */
export function describeCsv(input: ManifestInput): string {
  const { table, fileName, mode, header, filters, identity, rows, sha256, exportedAtMs, appVersion } = input
  const document = {
    format: 'aurelius-csv-1',
    file: fileName,
    table,
    rows,
    sha256,
    exported_at: new Date(exportedAtMs).toISOString(),
    application: `Aurelius ${appVersion}`,
    mode,
    encoding: 'UTF-8',
    delimiter: ',',
    line_end: 'CRLF',
    timezone: 'UTC',
    missing: 'an empty cell',
    numbers: 'the shortest decimal that reads back to the same double; fractions, not percent',
    units: Object.fromEntries(header.flatMap((column) => unitEntry(column))),
    filters: Object.fromEntries(Object.entries(filters).filter(([, value]) => isChosen(value))),
    run_identity: identity,
  }
  return `${JSON.stringify(document, null, 2)}\n`
}

const isChosen = (value: unknown) => value !== null && value !== '' && value !== false && !(Array.isArray(value) && value.length === 0)

/** Units of columns that are no metrics of the registry. */
const COLUMN_UNITS: Readonly<Record<string, string>> = {
  initial_capital: 'money',
  equity: 'money',
  cash: 'money',
  pnl: 'money',
  commission: 'money',
  borrow: 'money',
  units: 'units of the instrument',
  entry_price: 'money per unit',
  exit_price: 'money per unit',
  price: 'money per unit',
  open: 'money per unit',
  high: 'money per unit',
  low: 'money per unit',
  close: 'money per unit',
  volume: 'units of the instrument',
  return: 'fraction',
  gap_fraction: 'fraction',
  confidence: 'fraction',
  duration_ms: 'milliseconds',
  avg_train_sharpe: 'ratio',
  avg_test_sharpe: 'ratio',
  avg_degradation: 'fraction',
  bars: 'bars',
  entry_bar: 'index of a bar',
  exit_bar: 'index of a bar',
  bar: 'index of a bar',
  decision_bar: 'index of a bar',
}

function unitEntry(column: string): [string, string][] {
  if (Object.hasOwn(METRICS, column)) return [[column, METRICS[column as MetricName].unit]]
  const unit = COLUMN_UNITS[column] ?? (/(^|_)(time|at|timestamp)$/.test(column) ? 'ISO 8601 instant, UTC' : undefined)
  return unit === undefined ? [] : [[column, unit]]
}
