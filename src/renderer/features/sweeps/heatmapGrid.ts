import { METRICS, type MetricName } from '#shared/domain/metricRegistry.ts'
import type { SweepAxis } from '#shared/domain/sweep.ts'

/** How trials that fall on one cell become one value. */
export const MERGES = ['median', 'best'] as const
export type Merge = (typeof MERGES)[number]

/** The place of every trial on one axis, from the stored column: numbers by value, anything else by its index. */
export function placesOn({ values }: SweepAxis, column: Float64Array): Int32Array {
  const isNumeric = values.every((value) => typeof value === 'number')
  const places = new Map(values.map((value, place) => [isNumeric ? Number(value) : place, place]))
  return Int32Array.from(column, (value) => places.get(value) ?? -1)
}

export interface HeatmapRequest {
  readonly x: SweepAxis
  readonly y: SweepAxis
  /** Of every axis, in the order of trials. */
  readonly places: Readonly<Record<string, Int32Array>>
  /** Of the metric; NaN = undefined. */
  readonly values: Float64Array
  readonly metric: MetricName
  /** Other axes held at one of their values. */
  readonly held: Readonly<Record<string, number>>
  readonly merge: Merge
}

export interface HeatmapCell {
  /** NaN where no trial has a value. */
  readonly value: number
  /** Trials of the cell, the best first; empty where there is none. */
  readonly trials: readonly number[]
}

export interface HeatmapGrid {
  /** `rows[y][x]`. */
  readonly rows: readonly (readonly HeatmapCell[])[]
  /** Ends of the values shown; NaN when there are none. */
  readonly min: number
  readonly max: number
}

/** Trials on two axes. What is not held is merged over. */
export function layOutHeatmap({ x, y, places, values, metric, held, merge }: HeatmapRequest): HeatmapGrid {
  const cells = Array.from({ length: y.values.length }, () => Array.from({ length: x.values.length }, (): number[] => []))
  const [xs, ys] = [places[x.name]!, places[y.name]!]
  for (let trial = 0; trial < values.length; trial++) {
    const isShown = Object.entries(held).every(([name, place]) => places[name]![trial] === place)
    if (isShown) cells[ys[trial]!]?.[xs[trial]!]?.push(trial)
  }
  const sign = METRICS[metric].higherIsBetter === false ? 1 : -1
  const rows = cells.map((row) => row.map((trials) => mergeCell(trials, { values, sign, merge })))
  const shown = rows.flat().flatMap(({ value }) => (Number.isNaN(value) ? [] : [value]))
  const ends = (pick: (a: number, b: number) => number) => (shown.length === 0 ? Number.NaN : shown.reduce(pick))
  return { rows, min: ends((a, b) => Math.min(a, b)), max: ends((a, b) => Math.max(a, b)) }
}

interface MergeRule {
  readonly values: Float64Array
  /** -1 where higher is better. */
  readonly sign: number
  readonly merge: Merge
}

function mergeCell(trials: readonly number[], { values, sign, merge }: MergeRule): HeatmapCell {
  const known = trials.filter((trial) => !Number.isNaN(values[trial]!)).sort((a, b) => sign * (values[a]! - values[b]!) || a - b)
  if (known.length === 0) return { value: Number.NaN, trials }
  return { value: merge === 'best' ? values[known[0]!]! : middleOf(known.map((trial) => values[trial]!)), trials: known }
}

/** `sorted` in either direction. */
function middleOf(sorted: readonly number[]): number {
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}
