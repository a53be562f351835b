import type { PositionColumns } from '#shared/domain/ledger.ts'
import { type RandomStream, xoshiro128 } from '../../random.ts'
import type { Decisions } from '../../simulator/simulate.ts'
import { EXIT_LONG, EXIT_SHORT, LONG, SHORT } from '../../strategies/signalCode.ts'
import type { BarRange } from '../planFolds.ts'

/** Stretches of bars over which a run held a position of one sign at the close; rows count from the run's first bar. */
export function holdingRanges({ units }: Pick<PositionColumns, 'units'>): BarRange[] {
  const ranges: BarRange[] = []
  let from = 0
  for (let row = 1; row <= units.length; row++) {
    if (row < units.length && Math.sign(units[row]!) === Math.sign(units[from]!)) continue
    if (units[from] !== 0) ranges.push({ from, end: row })
    from = row
  }
  return ranges
}

/** A seeded choice of `share` (0..1) of the ranges, at least one where there are any, in order of time. */
export function chooseRanges<Range extends BarRange>(ranges: readonly Range[], share: number, seed: number): Range[] {
  const wanted = ranges.length === 0 ? 0 : Math.max(1, Math.round(ranges.length * share))
  return sample(ranges.length, wanted, xoshiro128(seed)).map((index) => ranges[index]!)
}

/** `wanted` different indices below `size`, ascending: each range is taken with the chance it still needs. Knuth, algorithm S. */
function sample(size: number, wanted: number, random: RandomStream): number[] {
  const chosen: number[] = []
  for (let index = 0; index < size; index++) {
    if (random.next() * (size - index) < wanted - chosen.length) chosen.push(index)
  }
  return chosen
}

/**
 * Decisions without the entries that led to the given positions: whatever would open or keep one while it was held is
 * taken back; closing another position still happens. `bars` index the data; `fillDelay` is 1 when orders fill at the
 * next open and 0 when they fill at the same close.
 */
export function dropPositions(decisions: Decisions, bars: readonly BarRange[], fillDelay: 0 | 1): Decisions {
  return 'codes' in decisions
    ? { codes: replaceWithin(decisions.codes, { bars, fillDelay, instead: withoutEntry }) }
    : { exposure: replaceWithin(decisions.exposure, { bars, fillDelay, instead: withoutExposure }) }
}

const withoutEntry = (code: number) => (code === LONG ? EXIT_SHORT : code === SHORT ? EXIT_LONG : code)
const withoutExposure = (exposure: number) => (Number.isNaN(exposure) ? exposure : 0)

interface Replacement {
  readonly bars: readonly BarRange[]
  readonly fillDelay: number
  readonly instead: (value: number) => number
}

function replaceWithin<Column extends Int8Array | Float64Array>(column: Column, { bars, fillDelay, instead }: Replacement): Column {
  const replaced = column.slice() as Column
  for (const { from, end } of bars) {
    for (let bar = Math.max(0, from - fillDelay); bar < end - fillDelay; bar++) replaced[bar] = instead(replaced[bar]!)
  }
  return replaced
}
