import type { Bars, QualityReport } from '#shared/domain/dataset.ts'
import { type BarFault, findBarProblem } from './findBarProblem.ts'

const DAY_MS = 86_400_000
/** 1970-01-01 was a Thursday; shifted so that Saturday and Sunday are days 5 and 6 of a week that starts on Monday. */
const EPOCH_WEEKDAY = 3
export const MAX_ISSUES = 100

export type RowFault = BarFault | 'duplicate_time' | 'disordered_time' | 'unreadable'

/** A row that cannot be used, and why. `line` is 1-based. */
export interface RowProblem {
  readonly line: number
  readonly column: string
  readonly problem: string
  readonly fault: RowFault
}

/** Quality of bars already in memory: problems are counted per bar, and `line` is the bar's 1-based number. */
export function inspectQuality(bars: Bars): QualityReport {
  const problems: RowProblem[] = []
  for (let i = 0; i < bars.time.length; i++) {
    const problem = findTimeProblem(bars.time[i]!, i === 0 ? Number.NEGATIVE_INFINITY : bars.time[i - 1]!) ?? findBarProblem(barAt(bars, i))
    if (problem) problems.push({ line: i + 1, ...problem })
  }
  return reportQuality(bars, { rows: bars.time.length, rejectedRows: 0, problems })
}

/** Whether a bar's time follows the one before it; null when it does. */
export function findTimeProblem(time: number, before: number): Omit<RowProblem, 'line'> | null {
  if (time > before) return null
  if (time === before) return { column: 'time', problem: 'stands twice', fault: 'duplicate_time' }
  return { column: 'time', problem: 'is earlier than the row before; sort the rows by time', fault: 'disordered_time' }
}

/** The report over accepted bars and the problems met on the way to them. */
export function reportQuality(
  bars: Bars,
  { rows, rejectedRows, problems }: { rows: number; rejectedRows: number; problems: readonly RowProblem[] },
): QualityReport {
  const count = (fault: RowFault) => problems.filter((problem) => problem.fault === fault).length
  return {
    rows,
    rejectedRows,
    duplicateTimes: count('duplicate_time'),
    disorderedTimes: count('disordered_time'),
    ohlcViolations: count('ohlc'),
    nonPositivePrices: count('not_positive'),
    zeroVolumeBars: bars.volume.reduce((zeros, volume) => zeros + Number(volume === 0), 0),
    gapFraction: gapFraction(bars.time),
    issues: problems.slice(0, MAX_ISSUES).map(({ line, column, problem }) => ({ line, column, problem })),
  }
}

/**
 * Days without a bar / days expected between the first and last bar, for daily bars: Monday to Friday, or every day when
 * some bar falls on a weekend. Public holidays count as missing days (about 3.5 % in US stocks). Null when the bars are
 * not daily, for then no calendar can be inferred.
 */
function gapFraction(time: Float64Array): number | null {
  if (time.length < 2) return null
  const days = time.map((instant) => Math.floor(instant / DAY_MS))
  if (!looksDaily(days)) return null
  const tradesWeekends = days.some((day) => weekday(day) >= 5)
  const [first, last] = [days[0]!, days[days.length - 1]!]
  let expected = 0
  for (let day = first; day <= last; day++) if (tradesWeekends || weekday(day) < 5) expected++
  return Math.max(0, expected - new Set(days).size) / expected
}

/** Daily: no day holds two bars, and most bars follow the one before by a day. */
function looksDaily(days: Float64Array): boolean {
  let nextDay = 0
  for (let i = 1; i < days.length; i++) {
    const step = days[i]! - days[i - 1]!
    if (step < 1) return false
    if (step === 1) nextDay++
  }
  return nextDay * 2 > days.length - 1
}

function weekday(day: number): number {
  return (((day + EPOCH_WEEKDAY) % 7) + 7) % 7
}

function barAt({ open, high, low, close, volume }: Bars, i: number) {
  return { open: open[i]!, high: high[i]!, low: low[i]!, close: close[i]!, volume: volume[i]! }
}
