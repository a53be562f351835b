import type { Backtest } from '#shared/domain/backtest.ts'
import { METRIC_NAMES, METRICS } from '#shared/domain/metricRegistry.ts'
import type { WholeRun } from '../runDocument.ts'
import { dateOf, figure } from './figures.ts'
import { type Html, html } from './html.ts'

const TRADES_SHOWN = 10

/** The trades that made and lost most. */
export function tradesSection({ trades }: WholeRun): Html {
  const [pnl, entryTime, exitTime, units] = [trades?.['pnl'], trades?.['entryTime'], trades?.['exitTime'], trades?.['units']]
  if (pnl === undefined || entryTime === undefined || exitTime === undefined || units === undefined) {
    return html`<h2>Trades</h2><p>No trades were kept of this run.</p>`
  }
  if (pnl.length === 0) return html`<h2>Trades</h2><p>No trade was closed.</p>`
  const order = Array.from(pnl.keys()).sort((a, b) => Math.abs(pnl[b] ?? 0) - Math.abs(pnl[a] ?? 0))
  const shown = order.slice(0, TRADES_SHOWN)
  return html`<h2>Trades</h2>
<table><caption>The ${shown.length} of ${figure(pnl.length, 'count')} closed trades that moved most, net of costs</caption>
<thead><tr><th scope="col" class="words">Side</th><th scope="col">Entry</th><th scope="col">Exit</th><th scope="col">Profit</th></tr></thead>
<tbody>${shown.map(
    (trade) =>
      html`<tr><td class="words">${(units[trade] ?? 0) > 0 ? 'Long' : 'Short'}</td><td>${dateOf(entryTime[trade])}</td><td>${dateOf(exitTime[trade])}</td><td>${figure(pnl[trade], 'money')}</td></tr>`,
  )}</tbody></table>`
}

/** Every metric with its definition, a missing one with its reason. */
export function metricsSection({ metrics }: Backtest): Html {
  if (metrics === null) return html`<h2>Metrics</h2><p>This run has no metrics.</p>`
  return html`<h2>Metrics</h2>
<table><thead><tr><th scope="col" class="words">Metric</th><th scope="col">Value</th><th scope="col" class="words">Definition</th></tr></thead>
<tbody>${METRIC_NAMES.map((name) => {
    const { label, unit, definition } = METRICS[name]
    const value = metrics.values[name] ?? null
    const reason =
      value === null ? html`<br><span class="quiet">Not known: ${metrics.reasons[name] ?? 'no reason was recorded'}</span>` : ''
    return html`<tr><th scope="row" class="words">${label}</th><td>${figure(value, unit)}</td><td class="words">${definition}${reason}</td></tr>`
  })}</tbody></table>`
}

/** Parameters of the strategy and settings of the run, in the names of the specification. */
export function settingsSection({ spec, strategyType }: Backtest): Html {
  if (spec === null) return html`<h2>Settings</h2><p>The older system did not keep the settings of this run.</p>`
  const { strategy, ...settings } = spec
  return html`<h2>Settings</h2>
<table><tbody>${[['strategy', strategyType] as const, ...flatten(strategy.parameters), ...flatten(settings)].map(
    ([name, value]) => html`<tr><th scope="row" class="words">${name}</th><td class="words">${String(value ?? 'none')}</td></tr>`,
  )}</tbody></table>`
}

function flatten(value: object, prefix = ''): (readonly [string, unknown])[] {
  return Object.entries(value).flatMap(([name, part]: [string, unknown]) =>
    typeof part === 'object' && part !== null ? flatten(part, `${prefix}${name}.`) : [[`${prefix}${name}`, part] as const],
  )
}

/** What makes it the same run again. */
export function identitySection({ id, identity }: Backtest): Html {
  if (identity === null) return html`<h2>Identity</h2><p>Run ${id} has no identity: it cannot be repeated.</p>`
  return html`<h2>Identity</h2>
<table><caption>Equal inputs give an equal ledger hash on any machine</caption>
<tbody>${[['run', id] as const, ...Object.entries(identity)].map(
    ([name, value]) =>
      html`<tr><th scope="row" class="words">${name.replaceAll('_', ' ')}</th><td class="words hash">${String(value)}</td></tr>`,
  )}</tbody></table>`
}
