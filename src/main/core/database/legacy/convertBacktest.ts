import type { AdoptionFlag } from '#shared/domain/adoption.ts'
import type { Columns } from '#shared/domain/ledger.ts'
import { convertCurve } from './convertCurve.ts'
import { convertFills } from './convertFills.ts'
import { type AdoptedMetrics, convertMetrics } from './convertMetrics.ts'
import { type ConvertedRunState, convertRunState } from './convertRunState.ts'
import type { LegacyBacktest } from './legacyTables.ts'
import { adoptedId, parseJson, RowFlags } from './legacyValues.ts'

export interface ConvertedBacktest extends ConvertedRunState {
  readonly id: string
  readonly strategyId: string
  readonly instruments: readonly string[]
  readonly seed: number | null
  /** The older system's word for where the bars came from. */
  readonly dataSource: string | null
  readonly metrics: AdoptedMetrics | null
  readonly artifacts: Readonly<Partial<Record<'positions' | 'trades' | 'fills', Columns>>>
  readonly flags: readonly AdoptionFlag[]
}

const MAX_SEED = 2 ** 32 - 1

export function convertBacktest(row: LegacyBacktest, nowMs: number): ConvertedBacktest {
  const flags = new RowFlags()
  const id = flags.readId('id', row.id)
  const state = convertRunState(row, flags, nowMs)
  const metrics = convertMetrics(row.metrics, flags)
  if (state.status === 'completed' && metrics === null) flags.add('no_result', 'metrics', null)
  const positions = convertCurve(row.equity_curve, flags)
  const instruments = readInstruments(row.instruments, flags)
  const traded = convertFills(row.trades, instruments, flags)
  return {
    ...state,
    id,
    strategyId: adoptedId(row.strategy_id),
    instruments: traded?.symbols ?? instruments,
    seed: flags.readNumber('seed', row.seed ?? null, (seed) => seed >= 0 && seed <= MAX_SEED),
    dataSource: row.data_source?.trim() ? row.data_source : null,
    metrics,
    artifacts: {
      ...(positions === null ? {} : { positions: columnsOf(positions) }),
      ...(traded === null ? {} : { trades: columnsOf(traded.trades), fills: columnsOf(traded.fills) }),
    },
    flags: flags.list,
  }
}

function readInstruments(text: string | null, flags: RowFlags): string[] {
  const original = parseJson(text)
  if (Array.isArray(original) && original.every((name) => typeof name === 'string')) return original
  flags.add('no_instruments', 'instruments', original)
  return Array.isArray(original) ? original.filter((name) => typeof name === 'string') : []
}

const columnsOf = (group: object): Columns => group as Columns
