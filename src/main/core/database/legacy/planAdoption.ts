import type { Knex } from 'knex'
import type { AdoptionFlagCode } from '#shared/domain/adoption.ts'
import { AppError } from '#shared/domain/appError.ts'
import type { Database } from '../database.ts'
import { type ConversionOptions, convertRows, FlagCounts } from './convertRows.ts'
import { legacySchemaOf, schemaInUse } from './legacyPlace.ts'
import { CONVERTED_NAMES } from './legacyTables.ts'
import { type LegacyDatabase, recogniseIn } from './recogniseLegacyDatabase.ts'

/** What adoption will do, or has done, to one older table. */
export interface TableOutcome {
  readonly name: string
  readonly rows: number
  /** Rows that get a counterpart here; the others stay with the older tables only. */
  readonly converted: number
}

export interface AdoptionPlan extends LegacyDatabase {
  readonly label: string
  /** The schema into which the older tables move, unchanged: the backup that makes a way back. */
  readonly legacySchema: string
  readonly outcomes: readonly TableOutcome[]
  readonly curves: number
  readonly tradeLists: number
  /** How many rows carry each oddity; those inside curves and trades show only once they are converted. */
  readonly flags: readonly { readonly code: AdoptionFlagCode; readonly rows: number }[]
}

export type PlanOptions = Omit<ConversionOptions, 'withSeries'>

/**
 * Says what adoption will change, by converting every row without writing any. Throws `invalid_input` for SQLite and
 * `not_found` for a database that is not an older AURELIUS database.
 */
export async function planAdoption(db: Database, options: PlanOptions): Promise<AdoptionPlan> {
  const schema = schemaInUse(db.connection)
  return db.run((knex) =>
    knex.transaction(
      async (transaction) => {
        await transaction.raw('SET LOCAL statement_timeout = 0')
        const found = await recogniseIn(transaction)
        if (found === null) throw notRecognised(db.label)
        const { flags, outcomes } = await tryConversion({ knex: transaction, schema, found }, options)
        const series = await countSeries(transaction)
        return { ...found, label: db.label, legacySchema: legacySchemaOf(schema), outcomes, flags, ...series }
      },
      { isolationLevel: 'repeatable read', readOnly: true },
    ),
  )
}

export function notRecognised(label: string): AppError {
  return new AppError(
    'not_found',
    `${label} is not an older AURELIUS database: its tables and columns are not those the older system makes. Nothing was changed.`,
  )
}

interface Trial {
  readonly knex: Knex
  readonly schema: string
  readonly found: LegacyDatabase
}

async function tryConversion({ knex, schema, found }: Trial, options: PlanOptions): Promise<Pick<AdoptionPlan, 'flags' | 'outcomes'>> {
  const counts = new FlagCounts()
  const converted = new Map<string, number>()
  for (const table of CONVERTED_NAMES) {
    for await (const { batch } of convertRows({ knex, schema, shape: found.shape }, table, { ...options, withSeries: false })) {
      counts.addBatch(batch)
      converted.set(table, (converted.get(table) ?? 0) + batch.rows.length)
    }
  }
  return { flags: counts.list, outcomes: found.tables.map((table) => ({ ...table, converted: converted.get(table.name) ?? 0 })) }
}

async function countSeries(knex: Knex): Promise<Pick<AdoptionPlan, 'curves' | 'tradeLists'>> {
  const [counts]: Pick<AdoptionPlan, 'curves' | 'tradeLists'>[] = await knex('backtests').count({
    curves: 'equity_curve',
    tradeLists: 'trades',
  })
  return { curves: counts?.curves ?? 0, tradeLists: counts?.tradeLists ?? 0 }
}
