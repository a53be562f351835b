import { type CsvTable, csvPieces } from '#core/services/exports/csvTable.ts'
import { equityTable, tradesTable } from '#core/services/exports/runTables.ts'
import { evaluateGate } from '#engine/gates/evaluateGate.ts'
import { gatherEvidence } from '#engine/gates/gatherEvidence.ts'
import { DEFAULT_POLICY } from '#engine/gates/policy.ts'
import { hashBars } from '#engine/market/hashBars.ts'
import { type ParsedBars, parseBarsCsv } from '#engine/market/parseBarsCsv.ts'
import { parseRunSpec } from '#engine/simulator/parseRunSpec.ts'
import { type BacktestInput, type BacktestResult, runBacktest } from '#engine/simulator/runBacktest.ts'
import { AppError } from '#shared/domain/appError.ts'
import { METRIC_NAMES } from '#shared/domain/metricRegistry.ts'

export interface StandaloneRunInput {
  /** Parsed JSON of a specification file. */
  readonly spec: unknown
  readonly csv: string
  /** Name of the instrument where neither the data nor the specification gives one. */
  readonly defaultSymbol: string
}

export interface StandaloneRun {
  readonly result: BacktestResult
  readonly files: Readonly<Record<'stats.json' | 'trades.csv' | 'equity_curve.csv' | 'crv_report.json', string>>
}

/**
 * Runs a specification on bars without a database and renders its four result files.
 * @throws AppError of the engine: `invalid_input`, `data_invalid`, `data_out_of_range`.
 */
export async function runStandalone({ spec: specJson, csv, defaultSymbol }: StandaloneRunInput): Promise<StandaloneRun> {
  const { spec, symbol: specSymbol } = parseRunSpec(specJson)
  const parsed = parseBarsCsv(csv)
  const symbol = chooseSymbol(specSymbol, parsed.symbol) ?? defaultSymbol
  const input = { bars: parsed.bars, symbol, spec, dataHash: hashBars(parsed.bars) }
  const result = runBacktest(input)
  const files = {
    'stats.json': jsonText(describeStats(result)),
    'trades.csv': await tableText(tradesTable(result.ledger.trades, result.ledger.symbols ?? [symbol])),
    'equity_curve.csv': await tableText(equityTable(result.ledger.positions)),
    'crv_report.json': jsonText(judge(input, parsed, result)),
  }
  return { result, files }
}

/** @throws AppError `invalid_input` when the specification names another symbol than the data. */
export function chooseSymbol(fromSpec: string | null, fromData: string | null): string | null {
  if (fromSpec === null || fromData === null || fromSpec === fromData) return fromData ?? fromSpec
  throw new AppError('invalid_input', `strategy.symbol: the specification asks for ${fromSpec}, but the data holds ${fromData}`, {
    details: { field: 'strategy.symbol' },
  })
}

/** The keys of stats.json; null = undefined, with its reason under `reasons`. */
function describeStats({ metrics, identity }: BacktestResult) {
  const values = Object.fromEntries(METRIC_NAMES.map((name) => [name, metrics.values[name]]))
  const { ruined, periods_per_year, reasons } = metrics
  return { ...values, ruined, periods_per_year, reasons, run_identity: identity }
}

function judge(input: BacktestInput, { quality }: ParsedBars, stored: BacktestResult) {
  const evidence = gatherEvidence('crv', { ...input, quality, stored }, { policy: DEFAULT_POLICY })
  const { verdict, recommendation, checks } = evaluateGate(evidence, DEFAULT_POLICY)
  return { gate: 'crv', verdict, recommendation, policy_version: DEFAULT_POLICY.version, run_identity: stored.identity, checks }
}

/** The very writer of the application's own export, so that both give the same bytes. */
async function tableText(table: CsvTable): Promise<string> {
  let text = ''
  for await (const piece of csvPieces(table, 'raw')) text += piece
  return text
}

const jsonText = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`
