import { measureTable, type Scope, type TableSize } from './tableRows.ts'
import type { TransferTable } from './transferTables.ts'

/** How far a transfer has come. */
export interface TransferProgress {
  readonly stage: 'copying' | 'verifying'
  readonly table: string
  readonly tableRows: number
  readonly tableRowsTotal: number
  readonly rows: number
  readonly rowsTotal: number
  readonly bytes: number
  readonly bytesTotal: number
  /** Of all the work, copying and reading back; 0..1, never falls. */
  readonly fraction: number
  /** null before anything has been moved. */
  readonly bytesPerSecond: number | null
  readonly secondsLeft: number | null
}

/** How a transfer is watched and stopped. */
export interface TransferWatch {
  readonly onProgress?: (progress: TransferProgress) => void
  readonly signal?: AbortSignal
}

type Stage = TransferProgress['stage']

/** A row costs about as much time as so many bytes: small rows are slower by the byte. */
const BYTES_PER_ROW = 400

export interface MeterOptions {
  readonly sizes: ReadonlyMap<string, TableSize>
  /** What is done with each row, in order. */
  readonly stages: readonly Stage[]
  /** Milliseconds of a clock that never goes back. */
  readonly now: () => number
  readonly onProgress: (progress: TransferProgress) => void
}

export interface MeterRequest {
  readonly stages: readonly Stage[]
  readonly watch: TransferWatch
}

/** Measures what there is to move, and begins to count. */
export async function startMeter(scope: Scope, tables: readonly TransferTable[], { stages, watch }: MeterRequest): Promise<TransferMeter> {
  const sizes = new Map<string, TableSize>()
  for (const table of tables) sizes.set(table.name, await measureTable(scope, table))
  return new TransferMeter({ sizes, stages, now: () => performance.now(), onProgress: watch.onProgress ?? (() => {}) })
}

/** Turns rows moved into rate and time left. */
export class TransferMeter {
  readonly #options: MeterOptions
  readonly #startedAt: number
  readonly #total: TableSize
  readonly #done: Record<Stage, { rows: number; bytes: number }> = { copying: { rows: 0, bytes: 0 }, verifying: { rows: 0, bytes: 0 } }
  #tableRows = 0

  constructor(options: MeterOptions) {
    this.#options = options
    this.#startedAt = options.now()
    const sizes = [...options.sizes.values()]
    this.#total = { rows: sum(sizes.map(({ rows }) => rows)), bytes: sum(sizes.map(({ bytes }) => bytes)) }
  }

  startTable(): void {
    this.#tableRows = 0
  }

  advance(stage: Stage, table: string, { rows, bytes }: TableSize): void {
    const done = this.#done[stage]
    done.rows += rows
    done.bytes += bytes
    this.#tableRows += rows
    const seconds = (this.#options.now() - this.#startedAt) / 1000
    this.#options.onProgress({
      stage,
      table,
      tableRows: this.#tableRows,
      tableRowsTotal: this.#options.sizes.get(table)?.rows ?? 0,
      rows: done.rows,
      rowsTotal: this.#total.rows,
      bytes: done.bytes,
      bytesTotal: this.#total.bytes,
      bytesPerSecond: seconds > 0 ? done.bytes / seconds : null,
      ...this.#outlook(seconds),
    })
  }

  #outlook(seconds: number): Pick<TransferProgress, 'fraction' | 'secondsLeft'> {
    const done = sum(this.#options.stages.map((stage) => workOf(this.#done[stage])))
    const total = this.#options.stages.length * workOf(this.#total)
    if (done === 0) return { fraction: 0, secondsLeft: null }
    return { fraction: Math.min(1, done / total), secondsLeft: Math.max(0, seconds * (total / done - 1)) }
  }
}

const workOf = ({ rows, bytes }: TableSize) => bytes + BYTES_PER_ROW * rows
const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0)
