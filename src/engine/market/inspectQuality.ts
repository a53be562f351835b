import type { Bars, InstrumentSeries, QualityReport } from '#shared/domain/dataset.ts'
import { type BarSource, sourceOf } from './barSource.ts'
import { type BarFault, findBarProblem } from './findBarProblem.ts'
import { findOutliers, furthestFirst } from './findOutliers.ts'
import { inferCalendar } from './inferCalendar.ts'

export const MAX_ISSUES = 100
/** Gaps and outliers listed one by one. */
const MAX_LISTED = 20

export type RowFault = BarFault | 'duplicate_time' | 'disordered_time' | 'unreadable' | 'ambiguous_date'

/** A row that cannot be used, and why. `line` is 1-based. */
export interface RowProblem {
  readonly line: number
  readonly column: string
  readonly problem: string
  readonly fault: RowFault
}

/** Counts problems of any number of rows and keeps the first ones. */
export class FaultTally {
  readonly issues: QualityReport['issues'] = []
  total = 0
  readonly #counts = new Map<RowFault, number>()

  add({ line, column, problem, fault }: RowProblem): void {
    this.total++
    this.#counts.set(fault, this.count(fault) + 1)
    if (this.issues.length < MAX_ISSUES) this.issues.push({ line, column, problem })
  }

  count(fault: RowFault): number {
    return this.#counts.get(fault) ?? 0
  }
}

/** Quality of series already in memory: problems are counted per bar, and `line` is the bar's 1-based number in its series. */
export function inspectSeries(series: readonly InstrumentSeries[]): QualityReport {
  const tally = new FaultTally()
  let rows = 0
  for (const { symbol, bars } of series) {
    rows += bars.time.length
    const suffix = series.length > 1 ? ` (symbol ${symbol})` : ''
    for (const problem of problemsOf(bars)) tally.add({ ...problem, problem: `${problem.problem}${suffix}` })
  }
  return { ...reportQuality(series.map(sourceOf), { rows, tally }), rejectedRows: 0 }
}

/** Quality of the bars of one instrument. */
export function inspectQuality(bars: Bars): QualityReport {
  return inspectSeries([{ symbol: '', bars, carry: null }])
}

function* problemsOf(bars: Bars): Generator<RowProblem> {
  for (let i = 0; i < bars.time.length; i++) {
    const problem = findTimeProblem(bars.time[i]!, i === 0 ? Number.NEGATIVE_INFINITY : bars.time[i - 1]!) ?? findBarProblem(barAt(bars, i))
    if (problem) yield { line: i + 1, ...problem }
  }
}

/** Whether a bar's time follows the one before it; null when it does. */
export function findTimeProblem(time: number, before: number): Omit<RowProblem, 'line'> | null {
  if (time > before) return null
  if (time === before) return { column: 'time', problem: 'stands twice', fault: 'duplicate_time' }
  return { column: 'time', problem: 'is earlier than the row before; sort the rows by time', fault: 'disordered_time' }
}

/** How many rows of bars a file held, and what was wrong with some of them. */
export interface CountedRows {
  readonly rows: number
  readonly tally: FaultTally
}

/** The report over accepted series and the problems met on the way to them. */
export function reportQuality(series: readonly BarSource[], { rows, tally }: CountedRows): QualityReport {
  return {
    rows,
    rejectedRows: tally.total,
    duplicateTimes: tally.count('duplicate_time'),
    disorderedTimes: tally.count('disordered_time'),
    ohlcViolations: tally.count('ohlc'),
    nonPositivePrices: tally.count('not_positive'),
    zeroVolumeBars: series.reduce((total, source) => total + countZeros(source.column('volume')), 0),
    ...measureGaps(series),
    ...measureOutliers(series),
    issues: tally.issues,
  }
}

/** The calendar is that of the first series that has one; gaps are counted in each series against its own. */
function measureGaps(series: readonly BarSource[]): Pick<QualityReport, 'calendar' | 'missingBars' | 'gapFraction' | 'gaps'> {
  const known = series.flatMap((source) => {
    const calendar = inferCalendar(source, MAX_LISTED)
    return calendar === null ? [] : [{ symbol: source.symbol, calendar }]
  })
  const [first] = known
  if (first === undefined) return { calendar: null, missingBars: null, gapFraction: null, gaps: [] }
  const missing = known.reduce((total, { calendar }) => total + calendar.missing, 0)
  const expected = known.reduce((total, { calendar }) => total + calendar.expected, 0)
  const gaps = known.flatMap(({ symbol, calendar }) => calendar.gaps.map((gap) => ({ symbol, ...gap })))
  return {
    calendar: first.calendar.kind,
    missingBars: missing,
    gapFraction: missing / expected,
    gaps: gaps.sort((a, b) => b.missing - a.missing || a.fromMs - b.fromMs).slice(0, MAX_LISTED),
  }
}

function measureOutliers(series: readonly BarSource[]): Pick<QualityReport, 'outlierBars' | 'outliers'> {
  const measured = series.flatMap((source) => {
    const found = findOutliers(source, MAX_LISTED)
    return found === null ? [] : [{ symbol: source.symbol, ...found }]
  })
  if (measured.length === 0) return { outlierBars: null, outliers: [] }
  const listed = measured.flatMap(({ symbol, furthest }) => furthest.map((outlier) => ({ symbol, ...outlier })))
  return { outlierBars: measured.reduce((total, { count }) => total + count, 0), outliers: listed.sort(furthestFirst).slice(0, MAX_LISTED) }
}

function countZeros(pieces: Iterable<Float64Array>): number {
  let zeros = 0
  for (const piece of pieces) for (const value of piece) if (value === 0) zeros++
  return zeros
}

function barAt({ open, high, low, close, volume }: Bars, i: number) {
  return { open: open[i]!, high: high[i]!, low: low[i]!, close: close[i]!, volume: volume[i]! }
}
