import { monthlyReturns } from '#shared/domain/monthlyReturns.ts'
import { drawdownEpisodes, equityPathOf } from '../../../jobs/engineCatalogue.ts'
import type { WholeRun } from '../runDocument.ts'
import { dateOf, figure } from './figures.ts'
import { type Html, html } from './html.ts'
import { svgChart } from './svgChart.ts'

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const
const DEEPEST_SHOWN = 10
/** Full colour of a month, a fraction. */
const FULL_COLOUR = 0.1

interface EquityCurve {
  readonly time: Float64Array
  readonly equity: Float64Array
  readonly close: Float64Array | undefined
}

function curveOf({ positions }: WholeRun): EquityCurve | null {
  const [time, equity, close] = [positions?.['time'], positions?.['equity'], positions?.['close']]
  return time === undefined || equity === undefined || equity.length === 0 ? null : { time, equity, close }
}

/** Equity beside buy and hold, and the drawdown beneath; a sentence where no curve was kept. */
export function curves(whole: WholeRun): Html {
  const curve = curveOf(whole)
  if (curve === null) return html`<h2>Equity</h2><p>No equity curve was kept of this run.</p>`
  const { time, equity } = curve
  const benchmark = buyAndHold(whole, curve)
  const drawdown = drawdownOf(equity)
  const deepest = drawdown.reduce((worst, value) => (value < worst ? value : worst), 0)
  const known = whole.instruments.length === 1 && benchmark !== null
  return html`<h2>Equity</h2>
<p class="quiet">Blue: this strategy.${known ? ' Grey: buy and hold of the same instrument, without costs.' : ''}</p>
${svgChart({
  summary: `Equity from ${figure(equity[0], 'money')} on ${dateOf(time[0])} to ${figure(equity.at(-1), 'money')} on ${dateOf(time.at(-1))}.`,
  time,
  lines: [
    ...(known ? [{ name: 'Buy and hold', values: benchmark, look: 'benchmark' as const }] : []),
    { name: 'Equity', values: equity, look: 'strategy' },
  ],
  height: 300,
  label: (value) => figure(value, 'count'),
})}
<h2>Drawdown</h2>
${svgChart({
  summary: `Drawdown, at its deepest ${figure(deepest, 'fraction')}.`,
  time,
  lines: [{ name: 'Drawdown', values: drawdown, look: 'drawdown' }],
  height: 150,
  label: (value) => `${(value * 100).toFixed(0)}%`,
})}`
}

function buyAndHold({ run }: WholeRun, { close, equity }: EquityCurve): Float64Array | null {
  const first = close?.find((price) => price > 0)
  if (close === undefined || first === undefined) return null
  const money = run.initialCash ?? equity[0] ?? Number.NaN
  return close.map((price) => (money * price) / first)
}

function drawdownOf(equity: Float64Array): Float64Array {
  let peak = 0
  return equity.map((value) => {
    if (value > peak) peak = value
    return peak > 0 ? value / peak - 1 : Number.NaN
  })
}

/** Return of each month and year, shaded by size: blue gains, orange losses. */
export function monthlyTable(whole: WholeRun): Html {
  const curve = curveOf(whole)
  if (curve === null) return html``
  const years = monthlyReturns(curve, whole.run.initialCash)
  return html`<h2>Monthly returns</h2>
<table class="months"><caption>Percent; the first and last month may be parts of months</caption>
<thead><tr><th scope="col" class="words">Year</th>${MONTHS.map((month) => html`<th scope="col">${month}</th>`)}<th scope="col">Year</th></tr></thead>
<tbody>${years.map(
    ({ year, months, total }) =>
      html`<tr><th scope="row" class="words">${year}</th>${months.map((month) => monthCell(month?.value ?? null))}<td><strong>${percent(total)}</strong></td></tr>`,
  )}</tbody></table>`
}

function monthCell(value: number | null): Html {
  if (value === null) return html`<td></td>`
  const strength = (Math.min(1, Math.abs(value) / FULL_COLOUR) * 0.45).toFixed(2)
  const colour = value < 0 ? '184, 86, 11' : '33, 102, 172'
  return html`<td style="background: rgba(${colour}, ${strength})">${percent(value)}</td>`
}

const percent = (value: number | null) => (value === null ? '' : (value * 100).toFixed(1))

/** The deepest falls from a peak. */
export function drawdownTable(whole: WholeRun): Html {
  const curve = curveOf(whole)
  if (curve === null) return html``
  const { time, equity } = curve
  const path = whole.run.initialCash === null ? equity : equityPathOf(equity, whole.run.initialCash)
  const deepest = drawdownEpisodes(path)
    .sort((a, b) => a.depth - b.depth)
    .slice(0, DEEPEST_SHOWN)
  if (deepest.length === 0) return html`<h2>Drawdowns</h2><p>Equity never fell below an earlier peak.</p>`
  return html`<h2>Drawdowns</h2>
<table><caption>The deepest ${deepest.length}</caption>
<thead><tr><th scope="col">Depth</th><th scope="col">Peak</th><th scope="col">Trough</th><th scope="col">Recovery</th><th scope="col">Bars</th></tr></thead>
<tbody>${deepest.map(
    ({ depth, peak, trough, recovery, bars }) =>
      html`<tr><td>${figure(depth, 'fraction')}</td><td>${dateOf(time[peak])}</td><td>${dateOf(time[trough])}</td><td>${
        recovery === null ? 'not yet' : dateOf(time[recovery])
      }</td><td>${figure(bars, 'bars')}</td></tr>`,
  )}</tbody></table>`
}
