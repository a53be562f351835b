import type { Backtest } from '#shared/domain/backtest.ts'
import type { GateResult } from '#shared/domain/gate.ts'
import { METRICS, type MetricName } from '#shared/domain/metricRegistry.ts'
import type { ExportStamp, WholeRun } from '../runDocument.ts'
import { curves, drawdownTable, monthlyTable } from './curveSections.ts'
import { identitySection, metricsSection, settingsSection, tradesSection } from './factSections.ts'
import { figure } from './figures.ts'
import { gateSection } from './gateSection.ts'
import { type Html, html } from './html.ts'
import { TEAR_SHEET_STYLE } from './tearSheetStyle.ts'

const HEADLINE: readonly MetricName[] = [
  ...(['total_return', 'cagr', 'sharpe_ratio', 'max_drawdown', 'annual_volatility', 'profit_factor', 'win_rate', 'total_trades'] as const),
]

export interface TearSheetSource extends WholeRun {
  /** The newest verdict of each gate on the run's version of the strategy. */
  readonly gates: readonly GateResult[]
}

/**
 * A run for people, as one HTML file: curves, months, drawdowns, what the gates said, every metric with its definition,
 * settings and identity. It holds no script and asks for nothing, so it opens offline, travels by mail and prints to PDF.
 */
export function tearSheet(whole: TearSheetSource, { exportedAtMs, appVersion }: ExportStamp): string {
  const { run } = whole
  const title = `${run.strategyName} on ${run.datasetName ?? 'bars that were not kept'}`
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${{ markup: TEAR_SHEET_STYLE }}</style>
</head>
<body>
<header>
<h1>${title}</h1>
<p class="quiet">${run.startDate} to ${run.endDate}, ${whole.instruments.join(', ')}, strategy version ${run.strategyVersion}</p>
${notices(run)}
${headline(run)}
</header>
${curves(whole)}
${monthlyTable(whole)}
${drawdownTable(whole)}
${tradesSection(whole)}
${gateSection(run, whole.gates)}
${metricsSection(run)}
${settingsSection(run)}
${identitySection(run)}
<footer><p class="quiet">Made by Aurelius ${appVersion} on ${new Date(exportedAtMs).toISOString()}. Returns are net of the costs set above. Past results say little about the future.</p></footer>
</body>
</html>
`
  return page.markup
}

/** What a reader must know before the figures. */
function notices(run: Backtest): Html[] {
  const lines = [
    ...(run.status === 'completed' ? [] : [`This run is ${run.status}: it has no complete results.`]),
    ...(run.origin === 'adopted'
      ? ['Adopted from an older database: these are the figures that system recorded, and they cannot be recomputed.']
      : []),
    ...(run.metrics?.ruined === true ? ['The account was ruined: everything was closed and the run stopped.'] : []),
    ...(run.metrics?.notes ?? []),
  ]
  return lines.map((line) => html`<p class="notice">${line}</p>`)
}

function headline({ metrics }: Backtest): Html {
  const values = metrics?.values ?? {}
  const [low, high] = [values['sharpe_low'], values['sharpe_high']]
  const isKnown = low !== null && low !== undefined && high !== null && high !== undefined
  const detail = isKnown ? `95% interval ${figure(low, 'ratio')} to ${figure(high, 'ratio')}` : '95% interval not known'
  return html`<div class="headline">${HEADLINE.map(
    (name) =>
      html`<div><span class="label">${METRICS[name].label}</span><span class="value">${figure(values[name], METRICS[name].unit)}</span>${
        name === 'sharpe_ratio' ? html`<span class="quiet">${detail}</span>` : ''
      }</div>`,
  )}</div>`
}
