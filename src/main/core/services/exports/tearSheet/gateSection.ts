import type { Backtest } from '#shared/domain/backtest.ts'
import { type CheckResult, COMPARISON_WORDS, GATE_NAMES, type GateResult } from '#shared/domain/gate.ts'
import { dateOf, figure } from './figures.ts'
import { type Html, html } from './html.ts'

/** What the gates said of this version of the strategy, check by check; a verdict that no longer holds says why. */
export function gateSection({ id, strategyVersion }: Pick<Backtest, 'id' | 'strategyVersion'>, gates: readonly GateResult[]): Html {
  if (gates.length === 0) return html`<h2>Gates</h2><p>No gate has judged version ${strategyVersion} of this strategy.</p>`
  return html`<h2>Gates</h2>${gates.map((gate) => gateTable(id, gate))}`
}

function gateTable(
  runId: string,
  { gateType, verdict, stale, staleBecause, binding, recommendation, timestampMs, checks }: GateResult,
): Html {
  const judged = binding?.backtestId === runId ? 'this run' : `run ${binding?.backtestId ?? 'not known'} of this version`
  const policy = binding === null ? '' : `, policy ${binding.policyVersion}`
  return html`<h3>${GATE_NAMES[gateType]}: ${stale ? `${verdict}, stale` : verdict}</h3>
${stale ? html`<p class="notice">This verdict no longer holds: ${staleBecause.join(', ')}.</p>` : ''}
<p>${recommendation}</p>
<table><caption>Judged ${judged} on ${dateOf(timestampMs)}${policy}</caption>
<thead><tr><th scope="col" class="words">Check</th><th scope="col" class="words">State</th><th scope="col">Value</th><th scope="col">Bound</th><th scope="col" class="words">What was found</th></tr></thead>
<tbody>${checks.map(checkRow)}</tbody></table>`
}

function checkRow({ id, title, state, blocking, value, threshold, unit, summary, waiver }: CheckResult): Html {
  const bound = threshold === null ? '' : `${COMPARISON_WORDS[threshold.comparison]} ${shown(threshold.bound, unit)}`
  const waived = waiver === undefined ? '' : html`<br><span class="quiet">Waived by ${waiver.approvedBy}: ${waiver.reason}</span>`
  return html`<tr><th scope="row" class="words">${id} ${title}</th><td class="words">${state.replace('_', ' ')}${
    blocking ? '' : ' (not blocking)'
  }</td><td>${shown(value, unit)}</td><td>${bound}</td><td class="words">${summary}${waived}</td></tr>`
}

/** Tolerances and residuals are far below what two decimals show, and 0.00 would hide that they are not zero. */
function shown(value: number | null, unit: CheckResult['unit']): string {
  const isTiny = value !== null && value !== 0 && Math.abs(value) < 0.005 && (unit === 'ratio' || unit === 'money')
  return isTiny ? value.toExponential(1) : figure(value, unit)
}
