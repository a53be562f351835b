import type { AdoptionFlag } from '#shared/domain/adoption.ts'
import { assertNever } from '#shared/domain/appError.ts'
import { type ConvertedBacktest, convertBacktest } from './convertBacktest.ts'
import { type ConvertedGateResult, convertGateResult } from './convertGateResult.ts'
import { type ConvertedStrategy, convertStrategy, type StrategyRules } from './convertStrategy.ts'
import { type ConvertedValidation, convertValidation } from './convertValidation.ts'
import type { ConvertedTable, LegacyBacktest, LegacyGateResult, LegacyStrategy, LegacyValidation } from './legacyTables.ts'
import { type LegacySource, readLegacyRows } from './readLegacyRows.ts'

/** Converted rows of one table. */
export type ConvertedBatch =
  | { readonly table: 'strategies'; readonly rows: readonly ConvertedStrategy[] }
  | { readonly table: 'backtests'; readonly rows: readonly ConvertedBacktest[] }
  | { readonly table: 'validations'; readonly rows: readonly ConvertedValidation[] }
  | { readonly table: 'gate_results'; readonly rows: readonly ConvertedGateResult[] }

export interface Conversion {
  readonly batch: ConvertedBatch
  /** Older rows read for it; those without a counterpart here are not in the batch. */
  readonly read: number
}

/** A backtest may carry megabytes of curve. */
const BATCH_SIZES: Readonly<Record<ConvertedTable, number>> = { strategies: 200, backtests: 8, validations: 50, gate_results: 200 }
const BATCH_SIZE_WITHOUT_SERIES = 200

export interface ConversionOptions extends StrategyRules {
  /** false leaves curves and trades unread: quick, and enough to say what will change. */
  readonly withSeries: boolean
}

/** Converts a whole table, batch by batch, in bounded memory. */
export async function* convertRows(source: LegacySource, table: ConvertedTable, options: ConversionOptions): AsyncGenerator<Conversion> {
  const { nowMs, withSeries } = options
  const batchSize = withSeries ? BATCH_SIZES[table] : BATCH_SIZE_WITHOUT_SERIES
  switch (table) {
    case 'strategies':
      for await (const rows of readLegacyRows<LegacyStrategy>(source, { table, batchSize })) {
        yield { read: rows.length, batch: { table, rows: rows.map((row) => convertStrategy(row, options)) } }
      }
      return
    case 'backtests': {
      const without = withSeries ? [] : ['equity_curve', 'trades']
      for await (const rows of readLegacyRows<LegacyBacktest>(source, { table, batchSize, without })) {
        yield { read: rows.length, batch: { table, rows: rows.map((row) => convertBacktest(row, nowMs)) } }
      }
      return
    }
    case 'validations':
      for await (const rows of readLegacyRows<LegacyValidation>(source, { table, batchSize })) {
        yield { read: rows.length, batch: { table, rows: rows.map((row) => convertValidation(row, nowMs)) } }
      }
      return
    case 'gate_results':
      for await (const rows of readLegacyRows<LegacyGateResult>(source, { table, batchSize })) {
        const converted = rows.map((row) => convertGateResult(row, nowMs)).filter((row) => row !== null)
        yield { read: rows.length, batch: { table, rows: converted } }
      }
      return
    default:
      assertNever(table)
  }
}

/** How many rows carry each flag. */
export class FlagCounts {
  readonly #counts = new Map<AdoptionFlag['code'], number>()

  addBatch({ rows }: ConvertedBatch): void {
    for (const { flags } of rows) {
      for (const code of new Set(flags.map((flag) => flag.code))) this.#counts.set(code, (this.#counts.get(code) ?? 0) + 1)
    }
  }

  get list(): { readonly code: AdoptionFlag['code']; readonly rows: number }[] {
    return [...this.#counts].map(([code, rows]) => ({ code, rows })).toSorted((a, b) => a.code.localeCompare(b.code))
  }
}
