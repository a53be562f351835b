import { type SimulationInput, simulate } from '#engine/simulator/simulate.ts'
import { FILL_REASONS, type RunLedger } from '#shared/domain/ledger.ts'
import { costModelSchema, executionSchema } from '#shared/domain/runSpec.ts'
import { type BarRow, makeBars } from './makeBars.ts'

export interface Scenario {
  readonly rows: readonly BarRow[]
  readonly codes: readonly number[]
  /** 1000 at every bar by default. */
  readonly volume?: readonly number[]
  readonly cash?: number
  readonly execution?: object
  readonly cost?: object
}

/** A little over 1000: whole units need an ulp more than their exact price. */
export const CASH = 1001

/** Runs signal codes, one a bar, over bars written by hand. */
export function tradeCodes(scenario: Scenario): RunLedger {
  return simulate(simulationOf(scenario))
}

/** The same scenario, not played yet. */
export function simulationOf({ rows, volume, codes, cash = CASH, execution = {}, cost = { type: 'zero' } }: Scenario): SimulationInput {
  const bars = makeBars(rows)
  return {
    bars: volume === undefined ? bars : { ...bars, volume: Float64Array.from(volume) },
    window: { firstBar: 0, lastBar: rows.length - 1 },
    decisions: { codes: Int8Array.from(codes) },
    spec: {
      initial_cash: cash,
      cost_model: costModelSchema.parse(cost),
      execution: executionSchema.parse(execution),
      periods_per_year: 252,
    },
  }
}

/** [bar, units, price, commission, reason] of every fill, commission to the cent. */
export function fillsOf({ fills }: RunLedger): [number, number, number, number, string][] {
  return Array.from(fills.bar, (bar, i) => [
    bar,
    fills.units[i]!,
    Number(fills.price[i]!.toFixed(6)),
    Number(fills.commission[i]!.toFixed(2)),
    FILL_REASONS[fills.reason[i]!]!,
  ])
}

/** A bar that stands at one price. */
export const flat = (price: number): BarRow => [price, price, price, price]
