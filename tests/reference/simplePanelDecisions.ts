import type { Panel } from '#shared/domain/dataset.ts'

/** A weight per instrument, null where the position is let be. */
type Weights = (number | null)[]
type Parameters = Readonly<Record<string, number | string | boolean>>
type Decide = (panel: Panel, i: number, parameters: Parameters) => Weights

const DAY_MS = 86_400_000

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0)
const mean = (values: readonly number[]) => sum(values) / values.length
const deviation = (values: readonly number[]) => Math.sqrt(mean(values.map((value) => (value - mean(values)) ** 2)))
const lastBars = (i: number, count: number) => Array.from({ length: count }, (_, k) => i - count + 1 + k)
const letBe = ({ instruments }: Panel): Weights => instruments.map(() => null)

const closeAt = ({ instruments }: Panel, k: number, i: number) => instruments[k]!.close[i]!
const returnAt = (panel: Panel, k: number, i: number) => (i === 0 ? Number.NaN : closeAt(panel, k, i) / closeAt(panel, k, i - 1) - 1)
const isKnown = (value: number) => !Number.isNaN(value)

/** Mean return of all instruments that have one. */
const marketAt = (panel: Panel, i: number) => mean(panel.instruments.map((_, k) => returnAt(panel, k, i)).filter(isKnown))

/** What the families of panels decide at daily bars. Every decision looks at all its data afresh. */
export const PANEL_DECISIONS: Readonly<Record<string, Decide>> = {
  carry(panel, i, { quantile, rebalance, gross }) {
    if (!startsPeriod(panel, i, Number(rebalance))) return letBe(panel)
    const scores = panel.instruments.map(({ close, carry }) => (isKnown(close[i]!) ? carry![i]! : Number.NaN))
    const { longs, shorts } = rank(scores, Number(quantile))
    return book(panel, { longs, shorts, long: Number(gross) / 2, short: Number(gross) / 2 })
  },

  market_neutral(panel, i, { lookback, quantile, rebalance, gross }) {
    const n = Number(lookback)
    if (i < n || !startsPeriod(panel, i, Number(rebalance))) return letBe(panel)
    const betas = panel.instruments.map((_, k) => {
      const returns = lastBars(i, n).map((at) => returnAt(panel, k, at))
      const market = lastBars(i, n).map((at) => marketAt(panel, at))
      return slope(market, returns)
    })
    const scores = betas.map((beta, k) => (isKnown(beta) ? closeAt(panel, k, i) / closeAt(panel, k, i - n) - 1 : Number.NaN))
    const { longs, shorts } = rank(scores, Number(quantile))
    const [long, short] = [mean(longs.map((k) => betas[k]!)), mean(shorts.map((k) => betas[k]!))]
    const share = long > 0 && short > 0 ? short / (long + short) : 0.5
    return book(panel, { longs, shorts, long: Number(gross) * share, short: Number(gross) * (1 - share) })
  },

  pairs_trading(panel, i, parameters) {
    const [before, now] = pairSides(panel, i, parameters)
    if (now.side === before.side) return letBe(panel)
    const own = letBe(panel)
    own[0] = now.side === 0 ? 0 : now.side / (1 + Math.abs(now.beta))
    own[1] = now.side === 0 ? 0 : (-now.side * now.beta) / (1 + Math.abs(now.beta))
    return own
  },

  stat_arb(panel, i, parameters) {
    const [before, now] = contrarianSides(panel, i, parameters)
    if (now.every((side, k) => side === before[k])) return letBe(panel)
    const half = Number(parameters['gross']) / 2
    const where = (wanted: number) => [...now.keys()].filter((k) => now[k] === wanted)
    return book(panel, { longs: where(1), shorts: where(-1), long: half, short: half })
  },
}

/** Whether a daily bar is the first one of a period of so many weekdays, counted from Monday 1970-01-05. */
function startsPeriod({ time }: Panel, i: number, weekdays: number): boolean {
  const period = (at: number) => Math.floor(at / weekdays)
  const now = weekdaysBefore(time[i]!)
  return weekdays === 1 || period(now) > period(i === 0 ? now - 1 : weekdaysBefore(time[i - 1]!))
}

const counted = new Map<number, number>()

/** Weekdays from Monday 1970-01-05 up to the day before an instant, one by one. */
function weekdaysBefore(instantMs: number): number {
  const known = counted.get(instantMs)
  if (known !== undefined) return known
  let weekdays = 0
  for (let day = Date.UTC(1970, 0, 5); day < instantMs; day += DAY_MS) if (![0, 6].includes(new Date(day).getUTCDay())) weekdays++
  counted.set(instantMs, weekdays)
  return weekdays
}

function rank(scores: readonly number[], quantile: number): { longs: number[]; shorts: number[] } {
  const ranked = [...scores.keys()].filter((k) => isKnown(scores[k]!)).sort((a, b) => scores[b]! - scores[a]! || a - b)
  if (ranked.length < 2) return { longs: [], shorts: [] }
  const count = Math.max(1, Math.floor(ranked.length * quantile + 1e-9))
  return { longs: ranked.slice(0, count), shorts: ranked.slice(ranked.length - count) }
}

interface Book {
  readonly longs: readonly number[]
  readonly shorts: readonly number[]
  readonly long: number
  readonly short: number
}

function book({ instruments }: Panel, { longs, shorts, long, short }: Book): Weights {
  const isEmpty = longs.length === 0 || shorts.length === 0
  return instruments.map((_, k) => {
    if (isEmpty) return 0
    // An instrument on both sides of a tiny book is short: the side written last.
    return shorts.includes(k) ? -short / shorts.length : longs.includes(k) ? long / longs.length : 0
  })
}

/** Ordinary least squares of y on x; NaN when a value is missing or x is flat. */
function slope(x: readonly number[], y: readonly number[]): number {
  const squares = sum(x.map((value) => (value - mean(x)) ** 2))
  return squares > 0 ? sum(x.map((value, k) => (value - mean(x)) * (y[k]! - mean(y)))) / squares : Number.NaN
}

interface PairState {
  readonly side: number
  readonly isBarred: boolean
  readonly beta: number
}

/** The pair's states before and after a bar, played from the start. */
function pairSides(panel: Panel, i: number, { lookback, entry_z, exit_z, stop_z }: Parameters): [PairState, PairState] {
  const common: number[] = []
  let [before, state]: [PairState, PairState] = [
    { side: 0, isBarred: false, beta: 0 },
    { side: 0, isBarred: false, beta: 0 },
  ]
  for (let at = 0; at <= i; at++) {
    before = state
    if (!isKnown(closeAt(panel, 0, at)) || !isKnown(closeAt(panel, 1, at))) continue
    common.push(at)
    if (common.length < Number(lookback)) continue
    const fit = fitPair(panel, common.slice(-Number(lookback)))
    if (isKnown(fit.z)) state = nextPair(state, fit, { entry: Number(entry_z), exit: Number(exit_z), stop: Number(stop_z) })
  }
  return [before, state]
}

function fitPair(panel: Panel, bars: readonly number[]): { beta: number; z: number } {
  const y = bars.map((at) => Math.log(closeAt(panel, 0, at)))
  const x = bars.map((at) => Math.log(closeAt(panel, 1, at)))
  if (deviation(x) < 1e-11) return { beta: Number.NaN, z: Number.NaN }
  const beta = slope(x, y)
  const residuals = y.map((value, k) => value - mean(y) - beta * (x[k]! - mean(x)))
  return { beta, z: deviation(residuals) < 1e-11 ? Number.NaN : residuals.at(-1)! / deviation(residuals) }
}

interface Levels {
  readonly entry: number
  readonly exit: number
  readonly stop: number
}

function nextPair({ side, isBarred }: PairState, { beta, z }: { beta: number; z: number }, { entry, exit, stop }: Levels): PairState {
  if (side !== 0) {
    const against = -side * z
    if (against > stop) return { side: 0, isBarred: true, beta }
    return { side: against <= exit ? 0 : side, isBarred: false, beta }
  }
  if (Math.abs(z) < entry) return { side: 0, isBarred: false, beta }
  const enters = !isBarred && Math.abs(z) > entry && Math.abs(z) <= stop
  return { side: enters ? -Math.sign(z) : 0, isBarred: enters ? false : isBarred, beta }
}

/** Sides of all instruments before and after a bar, played from the start; the mean return is taken out. */
function contrarianSides(panel: Panel, i: number, { lookback, entry_z, exit_z }: Parameters): [number[], number[]] {
  const n = Number(lookback)
  let [before, sides] = [panel.instruments.map(() => 0), panel.instruments.map(() => 0)]
  for (let at = n; at <= i; at++) {
    before = sides
    sides = before.map((side, k) => {
      const z = residualScore(panel, k, { at, n })
      if (!isKnown(z)) return 0
      if (Math.abs(z) > Number(entry_z)) return -Math.sign(z)
      return side !== 0 && -side * z <= Number(exit_z) ? 0 : side
    })
  }
  return [before, sides]
}

/** z-score of the summed residuals since the last gap; NaN until a lookback of them is known. */
function residualScore(panel: Panel, k: number, { at, n }: { at: number; n: number }): number {
  let from = at
  while (from > 0 && isKnown(returnAt(panel, k, from))) from--
  const residuals = lastBars(at, at - from).map((bar) => returnAt(panel, k, bar) - marketAt(panel, bar))
  const sums = residuals.map((_, bar) => sum(residuals.slice(0, bar + 1))).slice(-n)
  if (sums.length < n || deviation(sums) < 1e-12) return Number.NaN
  return (sums.at(-1)! - mean(sums)) / deviation(sums)
}
