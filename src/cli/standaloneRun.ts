import { type CsvTable, csvPieces } from '#core/services/exports/csvTable.ts'
import { equityTable, tradesTable } from '#core/services/exports/runTables.ts'
import { evaluateGate } from '#engine/gates/evaluateGate.ts'
import { gatherCrvEvidenceOfRun } from '#engine/gates/gatherCrvEvidence.ts'
import { DEFAULT_POLICY } from '#engine/gates/policy.ts'
import { hashBars } from '#engine/market/hashBars.ts'
import { parseBarsCsv } from '#engine/market/parseBarsCsv.ts'
import { parsePanelCsv } from '#engine/market/parsePanelCsv.ts'
import { hashPanel } from '#engine/panel/hashPanel.ts'
import { type PanelBacktestResult, runPanelBacktest } from '#engine/panel/runPanelBacktest.ts'
import { type ParsedRunSpec, parseRunSpec } from '#engine/simulator/parseRunSpec.ts'
import { runBacktest } from '#engine/simulator/runBacktest.ts'
import { anyFamily } from '#engine/strategies/registry.ts'
import { AppError } from '#shared/domain/appError.ts'
import { METRIC_NAMES } from '#shared/domain/metricRegistry.ts'
import type { RunSpec } from '#shared/domain/runSpec.ts'

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
  const isPanel = anyFamily(parsed.spec.strategy.type).kind === 'panel'
  const { result, symbols } = isPanel ? runOnPanel(parsed, csv) : runOnInstrument(parsed, csv, defaultSymbol)
  const files = {
    'stats.json': jsonText(describeStats(result)),
    'trades.csv': await tableText(tradesTable(result.ledger.trades, symbols)),
    'equity_curve.csv': await tableText(equityTable(result.ledger.positions)),
    'crv_report.json': jsonText(judge(parsed.spec, result)),
  }
  return { result, files }
}

function runOnInstrument({ spec, symbol: specSymbol }: ParsedRunSpec, csv: string, defaultSymbol: string): NamedRun {
  const { bars, symbol: dataSymbol } = parseBarsCsv(csv)
  const symbol = chooseSymbol(specSymbol, dataSymbol) ?? defaultSymbol
  return { result: runBacktest({ bars, symbol, spec, dataHash: hashBars(bars) }), symbols: [symbol] }
}

function runOnPanel({ spec, symbol }: ParsedRunSpec, csv: string): NamedRun {
  if (symbol !== null) {
    throw new AppError('invalid_input', `strategy.symbol: ${spec.strategy.type} runs on all symbols of the data; leave it out`, {
      details: { field: 'strategy.symbol' },
    })
  }
  const panel = parsePanelCsv(csv)
  const result = runPanelBacktest({ panel, spec, dataHash: hashPanel(panel) })
  return { result, symbols: panel.instruments.map((instrument) => instrument.symbol) }
}

/** @throws AppError `invalid_input` when the specification names another symbol than the data. */
export function chooseSymbol(fromSpec: string | null, fromData: string | null): string | null {
  if (fromSpec === null || fromData === null || fromSpec === fromData) return fromData ?? fromSpec
  throw new AppError('invalid_input', `strategy.symbol: the specification asks for ${fromSpec}, but the data holds ${fromData}`, {
    details: { field: 'strategy.symbol' },
  })
}

/** The keys of stats.json; null = undefined, with its reason under `reasons`. */
function describeStats({ metrics, identity }: PanelBacktestResult) {
  const values = Object.fromEntries(METRIC_NAMES.map((name) => [name, metrics.values[name]]))
  const { ruined, periods_per_year, reasons } = metrics
  return { ...values, ruined, periods_per_year, reasons, run_identity: identity }
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
