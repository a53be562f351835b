import type { SweepRowsInput } from '#shared/contract/sweeps.ts'
import type { SweepRow } from '#shared/domain/sweep.ts'
import type { StoredSweep } from '../jobs/storedSweep.ts'

/** One page of a sweep's trials, sorted and filtered. Throws `invalid_input` for a column there is not. */
export function pageOfRows(stored: StoredSweep, input: SweepRowsInput): { items: SweepRow[]; total: number } {
  const { rankMetric, ranking, offset, limit } = input
  const ranked = stored.rank({ ...(rankMetric === null ? {} : { by: rankMetric }), ...(ranking === null ? {} : { ranking }) })
  const order = orderOf(stored, input, ranked.order).filter(withinBounds(stored, input.filters))
  const items = Array.from(order.subarray(offset, offset + limit), (trial) => stored.row(trial, ranked.scores))
  return { items, total: order.length }
}

/** Rows without the value come last in either direction; equals keep the order of trials. */
function orderOf(stored: StoredSweep, { sort, direction }: SweepRowsInput, ranking: Int32Array): Int32Array {
  if (sort === 'score') return ranking
  const sign = direction === 'asc' ? 1 : -1
  const trials = Int32Array.from({ length: stored.trials }, (_, trial) => trial)
  if (sort === 'trial') return sign > 0 ? trials : trials.reverse()
  const column = stored.column(sort)
  return trials.sort((a, b) => {
    const [x, y] = [column[a]!, column[b]!]
    if (Number.isNaN(x) || Number.isNaN(y)) return Number(Number.isNaN(x)) - Number(Number.isNaN(y)) || a - b
    return sign * (x - y) || a - b
  })
}

function withinBounds(stored: StoredSweep, filters: SweepRowsInput['filters']): (trial: number) => boolean {
  const bounds = filters.map(({ column, min, max }) => ({ values: stored.column(column), min, max }))
  return (trial) => bounds.every(({ values, min, max }) => isWithin(values[trial]!, min, max))
}

function isWithin(value: number, min: number | null, max: number | null): boolean {
  if (min === null && max === null) return true
  return !Number.isNaN(value) && (min === null || value >= min) && (max === null || value <= max)
}
