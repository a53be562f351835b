/** Returns of one calendar year (UTC) as fractions; null where the run has no bar or no money to earn on. */
export interface YearOfReturns {
  readonly year: number
  /** January to December. */
  readonly months: readonly (MonthOfReturns | null)[]
  readonly total: number | null
}

export interface MonthOfReturns {
  readonly value: number | null
  /** First and last bar of the run in this month, epoch ms. */
  readonly fromMs: number
  readonly toMs: number
}

interface EquityOverTime {
  /** Epoch ms, increasing. */
  readonly time: Float64Array
  /** Money at the close of each bar; NaN where it is missing. */
  readonly equity: Float64Array
}

const MONTHS_A_YEAR = 12

/**
 * Return of each month and year: last equity / last equity before it - 1. The first month starts from the initial money;
 * without that (null) from the first known equity. The first and the last month may be parts of months.
 */
export function monthlyReturns(columns: EquityOverTime, initialMoney: number | null): YearOfReturns[] {
  const years: { year: number; months: (MonthOfReturns | null)[]; total: number | null }[] = []
  let before = initialMoney ?? columns.equity.find(Number.isFinite) ?? Number.NaN
  let beforeYear = before
  for (const { year, month, fromMs, toMs, equity } of calendarMonths(columns)) {
    if (years.at(-1)?.year !== year) {
      years.push({ year, months: Array.from({ length: MONTHS_A_YEAR }, () => null), total: null })
      beforeYear = before
    }
    const current = years.at(-1)
    if (current === undefined) continue
    current.months[month] = { value: growth(before, equity), fromMs, toMs }
    if (equity !== null) before = equity
    current.total = growth(beforeYear, before)
  }
  return years
}

function growth(before: number, after: number | null): number | null {
  return after === null || !(before > 0) ? null : after / before - 1
}

interface CalendarMonth {
  readonly year: number
  /** 0 = January. */
  readonly month: number
  readonly fromMs: number
  readonly toMs: number
  /** The last known equity of the month; null when none is known. */
  readonly equity: number | null
}

function calendarMonths({ time, equity }: EquityOverTime): CalendarMonth[] {
  const months: CalendarMonth[] = []
  let bar = 0
  while (bar < time.length) {
    const fromMs = time[bar] ?? 0
    const date = new Date(fromMs)
    const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()]
    const endMs = Date.UTC(year, month + 1)
    let last: number | null = null
    let toMs = fromMs
    for (; bar < time.length && (time[bar] ?? endMs) < endMs; bar += 1) {
      const value = equity[bar] ?? Number.NaN
      if (Number.isFinite(value)) last = value
      toMs = time[bar] ?? toMs
    }
    months.push({ year, month, fromMs, toMs, equity: last })
  }
  return months
}
