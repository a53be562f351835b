import { createHash } from 'node:crypto'
import type { Knex } from 'knex'
import { loadArtifact } from '#core/repositories/backtestCompletion.ts'
import { getBacktest } from '#core/repositories/backtestRepository.ts'
import { AppError } from '#shared/domain/appError.ts'
import type { DatabaseHandle } from '../database.ts'
import { adoptedId } from './legacyValues.ts'
import type { TableOutcome } from './planAdoption.ts'

export interface Verification {
  /** Rows whose values were worked out a second time, by the database, and compared. */
  readonly sampledRows: number
  /** SHA-256 over the facts compared, in hexadecimal. */
  readonly hash: string
}

const SAMPLE_ROWS = 20

/**
 * Counts both sides, then takes a sample of the older backtests, lets PostgreSQL work out their values with its own
 * arithmetic and compares hashes with what this application reads. Throws `data_invalid` at the first difference.
 */
export async function verifyAdoption(knex: Knex, legacySchema: string, outcomes: readonly TableOutcome[]): Promise<Verification> {
  for (const { name, converted } of outcomes) if (converted > 0) await compareCounts(knex, name, converted)
  const ids: string[] = await knex(`${legacySchema}.backtests as older`)
    .whereRaw("older.created_at BETWEEN timestamp '0001-01-01' AND timestamp '9999-12-31'")
    .whereExists(knex(`${legacySchema}.strategies as parent`).whereRaw('parent.id = older.strategy_id').select('parent.id'))
    .orderByRaw('md5(older.id)')
    .limit(SAMPLE_ROWS)
    .pluck('older.id')
  const total = createHash('sha256')
  for (const id of ids) {
    const older = await readOlderFacts(knex, legacySchema, id)
    const hash = hashFacts(older)
    if (hash !== hashFacts(await readFacts(handleIn(knex), adoptedId(id), older))) {
      throw mismatch(`backtest ${id} does not read as the older system wrote it`)
    }
    total.update(hash)
  }
  return { sampledRows: ids.length, hash: total.digest('hex') }
}

async function compareCounts(knex: Knex, table: string, expected: number): Promise<void> {
  const [row]: { rows: number }[] = await knex(table).whereNotNull('flags').count({ rows: '*' })
  if (row?.rows !== expected) throw mismatch(`${table} holds ${row?.rows ?? 0} adopted rows where ${expected} were converted`)
}

function mismatch(what: string): AppError {
  return new AppError(
    'data_invalid',
    `The converted data are not what was there before: ${what}. Everything was put back; nothing was changed.`,
    {
      details: { what },
    },
  )
}

/** What must be the same on both sides of a backtest: instants that exist, and the numbers of the series. */
interface Facts {
  readonly createdAtMs: number
  readonly startDate: string
  readonly initialCash: number | null
  readonly totalReturn: number | null
  readonly sharpeRatio: number | null
  /** Null when its stamps are not all plain numbers, which SQL cannot put in order. */
  readonly equity: readonly number[] | null
  readonly prices: readonly number[]
}

function hashFacts({ createdAtMs, startDate, initialCash, totalReturn, sharpeRatio, equity, prices }: Facts): string {
  const facts = [createdAtMs, startDate, initialCash, totalReturn, sharpeRatio, equity, prices]
  return createHash('sha256').update(JSON.stringify(facts)).digest('hex')
}

/** Larger numbers are left out on both sides: casting them could overflow. */
const LARGEST = 1e100
const NUMBER = "'^\\s*[+-]{0,1}(\\d+(\\.\\d*){0,1}|\\.\\d+)(e[+-]{0,1}\\d{1,2}){0,1}\\s*$'"
const isNumber = (text: string) => `(length(${text}) < 80 AND ${text} ~* ${NUMBER})`
const numberOf = (text: string) => `CASE WHEN ${isNumber(text)} THEN CAST(${text} AS double precision) END`
const metric = (name: string) => `CASE WHEN json_typeof(metrics) = 'object' THEN ${numberOf(`metrics->>'${name}'`)} END`
/** By two decimal places, exactly: through text, which numeric reads digit by digit. */
const shifted = (percent: string) => `CAST(CAST(CAST(${percent} AS text) AS numeric) * 0.01 AS double precision)`
const elementsOf = (column: string) =>
  `json_array_elements(CASE WHEN json_typeof(${column}) = 'array' THEN ${column} ELSE '[]' END) WITH ORDINALITY AS list (element, place)`

/** The numbers under one name in a list, in the order of the list or of the number under another name. */
const numbersIn = (column: string, name: string, order: string) => `(
  SELECT coalesce(json_agg(listed.value ORDER BY listed.sorted, listed.place), '[]')
  FROM (SELECT ${numberOf(`element->>'${name}'`)} AS value, ${order} AS sorted, place FROM ${elementsOf(column)}) AS listed
  WHERE abs(listed.value) < ${LARGEST})`

const OLDER_FACTS = `
  SELECT
    CAST(floor(round(extract(epoch FROM created_at) * 1000000) / 1000) AS double precision) AS "createdAtMs",
    coalesce(start_date, '') AS "startDate",
    CASE WHEN abs(initial_capital) < 1e300 THEN initial_capital END AS "initialCash",
    ${shifted(metric('total_return'))} AS "totalReturn",
    ${metric('sharpe_ratio')} AS "sharpeRatio",
    CASE WHEN (SELECT coalesce(bool_and(coalesce(${isNumber("element->>'timestamp'")}, false)), true) FROM ${elementsOf('equity_curve')})
      THEN ${numbersIn('equity_curve', 'equity', numberOf("element->>'timestamp'"))} END AS equity,
    ${numbersIn('trades', 'price', '0')} AS prices
  FROM :schema:.backtests
  WHERE id = :id`

async function readOlderFacts(knex: Knex, schema: string, id: string): Promise<Facts> {
  const { rows } = await knex.raw(OLDER_FACTS, { schema, id })
  const { equity, prices, ...facts }: Omit<Facts, 'equity' | 'prices'> & { equity: string | null; prices: string } = rows[0]
  return { ...facts, equity: equity === null ? null : JSON.parse(equity), prices: JSON.parse(prices) }
}

/** As the application reads them; what the older facts leave open is left open here too. */
async function readFacts(db: DatabaseHandle, id: string, older: Facts): Promise<Facts> {
  const { createdAtMs, startDate, initialCash, totalReturn, sharpeRatio } = await getBacktest(db, id)
  const positions = await loadArtifact(db, id, 'positions')
  const fills = await loadArtifact(db, id, 'fills')
  const numbers = (column: Float64Array | undefined) => [...(column ?? [])].filter((value) => Math.abs(value) < LARGEST)
  return {
    createdAtMs,
    startDate,
    initialCash,
    totalReturn,
    sharpeRatio,
    equity: older.equity === null ? null : numbers(positions?.['equity']),
    prices: numbers(fills?.['price']),
  }
}

/** The repositories' handle on a transaction that is open already; it only reads. */
function handleIn(knex: Knex): DatabaseHandle {
  const handle: DatabaseHandle = {
    dialect: 'postgres',
    actor: { name: 'adoption', client: 'adoption' },
    run: async (work) => work(knex),
    transaction: (work) => work(handle),
    beforeCommit: () => {
      throw new AppError('internal', 'What is only read has nothing to do before the commit.')
    },
  }
  return handle
}
