import { type CsvTable, csvPieces } from '#core/services/exports/csvTable.ts'
import { equityTable, tradesTable } from '#core/services/exports/runTables.ts'
import { evaluateGate } from '#engine/gates/evaluateGate.ts'
import { gatherCrvEvidenceOfRun } from '#engine/gates/gatherCrvEvidence.ts'
import { DEFAULT_POLICY } from '#engine/gates/policy.ts'
import { hashBars } from '#engine/market/hashBars.ts'
import { hashPanel } from '#engine/panel/hashPanel.ts'
import { type PanelBacktestResult, runPanelBacktest } from '#engine/panel/runPanelBacktest.ts'
import { parseRunSpec } from '#engine/simulator/parseRunSpec.ts'
import { runBacktest } from '#engine/simulator/runBacktest.ts'
import { METRIC_NAMES } from '#shared/domain/metricRegistry.ts'
import type { RunSpec } from '#shared/domain/runSpec.ts'
import { type MarketFile, parseMarketFile } from './marketFile.ts'

export interface StandaloneRunInput {
  /** Parsed JSON of a specification file. */
  readonly spec: unknown
  readonly csv: string
  /** Name of the instrument where neither the data nor the specification gives one. */
  readonly defaultSymbol: string
}

export interface StandaloneRun {
  readonly result: PanelBacktestResult
  readonly files: Readonly<Record<'stats.json' | 'trades.csv' | 'equity_curve.csv' | 'crv_report.json', string>>
}

/** A finished run and the names its trades go by. */
interface NamedRun {
  readonly result: PanelBacktestResult
  readonly symbols: readonly string[]
}

/**
 * Runs a specification on bars without a database and renders its four result files. The strategy says whether the data
 * are one instrument or a panel.
 * @throws AppError of the engine: `invalid_input`, `data_invalid`, `data_out_of_range`.
 */
export async function runStandalone({ spec: specJson, csv, defaultSymbol }: StandaloneRunInput): Promise<StandaloneRun> {
  const parsed = parseRunSpec(specJson)
  const { result, symbols } = runOn(parseMarketFile(parsed, csv), parsed.spec, defaultSymbol)
  const files = {
    'stats.json': jsonText(describeStats(result)),
    'trades.csv': await tableText(tradesTable(result.ledger.trades, symbols)),
    'equity_curve.csv': await tableText(equityTable(result.ledger.positions)),
    'crv_report.json': jsonText(judge(parsed.spec, result)),
  }
  return { result, files }
}

function runOn(data: MarketFile, spec: RunSpec, defaultSymbol: string): NamedRun {
  if ('panel' in data) {
    const symbols = data.panel.instruments.map((instrument) => instrument.symbol)
    return { result: runPanelBacktest({ ...data, spec, dataHash: hashPanel(data.panel) }), symbols }
  }
  const { bars, symbol: given } = data
  const symbol = given ?? defaultSymbol
  return { result: runBacktest({ bars, symbol, spec, dataHash: hashBars(bars) }), symbols: [symbol] }
}

/** The keys of stats.json; null = undefined, with its reason under `reasons`; `notes` only where there are any. */
function describeStats({ metrics, identity }: PanelBacktestResult) {
  const values = Object.fromEntries(METRIC_NAMES.map((name) => [name, metrics.values[name]]))
  const { ruined, periods_per_year, reasons, notes } = metrics
  return { ...values, ruined, periods_per_year, reasons, ...(notes && { notes }), run_identity: identity }
}

function judge(spec: RunSpec, stored: PanelBacktestResult) {
  const { data_hash: dataHash } = stored.identity
  const evidence = gatherCrvEvidenceOfRun({ spec, stored, dataHash }, 'a run by itself has no walk-forward, trial count or history')
  const { verdict, recommendation, checks } = evaluateGate(evidence, { policy: DEFAULT_POLICY, waivers: [], nowMs: 0 })
  return { gate: 'crv', verdict, recommendation, policy_version: DEFAULT_POLICY.version, run_identity: stored.identity, checks }
}

/** The very writer of the application's own export, so that both give the same bytes. */
async function tableText(table: CsvTable): Promise<string> {
  let text = ''
  for await (const piece of csvPieces(table, 'raw')) text += piece
  return text
}

const jsonText = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`
