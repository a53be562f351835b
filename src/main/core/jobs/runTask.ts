import { evaluateGate } from '#engine/gates/evaluateGate.ts'
import { gatherEvidence } from '#engine/gates/gatherEvidence.ts'
import { DEFAULT_POLICY } from '#engine/gates/policy.ts'
import { parseBarsCsv } from '#engine/market/parseBarsCsv.ts'
import { cancelSignalOf } from '#engine/simulator/cancelSignal.ts'
import { runOnMarketData } from '#engine/simulator/runOnMarketData.ts'
import { assertNever } from '#shared/domain/appError.ts'
import type { MarketData } from '#shared/domain/dataset.ts'
import { findSqliteDamage } from '../database/sqliteIntegrity.ts'
import type {
  BacktestInput,
  CsvInput,
  EngineTaskName,
  EngineTasks,
  GateInput,
  GateOutcome,
  PreparedData,
  RunOutcome,
  TaskData,
  TaskRequest,
} from './engineTasks.ts'
import { prepareData } from './prepareData.ts'
import { previewCsv } from './previewCsv.ts'
import { openPanel } from './sharedPanel.ts'
import { sweepResult } from './sweepResult.ts'
import { sweepShare } from './sweepShare.ts'
import { validationResult, validationShare } from './validationTasks.ts'

type Progress = (fraction: number) => void

/** Runs one task on the calling thread. Throws AppError as the engine does; polls `control` for cancellation. */
export function runTask(request: TaskRequest, onProgress: Progress): EngineTasks[EngineTaskName]['output'] {
  switch (request.task) {
    case 'backtest':
      return backtest(request.input, request.control, onProgress)
    case 'gate':
      return gate(request.input, request.control)
    case 'readCsv':
      return readCsv(request.input)
    case 'previewCsv':
      return previewCsv(request.input.text)
    case 'sweepShare':
      return sweepShare(request.input, request.control, onProgress)
    case 'sweepResult':
      return sweepResult(request.input)
    case 'validationShare':
      return validationShare(request.input, request.control, onProgress)
    case 'robustness':
      return robustness(request.input, request.control, onProgress)
    case 'validationResult':
      return validationResult(request.input)
    case 'inspectFile':
      return findSqliteDamage(request.input.file)
    case 'ping':
      return true
    default:
      return assertNever(request)
  }
}

function backtest(input: BacktestInput, control: Int32Array, onProgress: Progress): RunOutcome {
  const { ledger, metrics, identity } = runOnMarketData({ ...input, ...openTaskData(input), cancel: cancelSignalOf(control), onProgress })
  return { ledger, metrics, identity }
}

function gate({ gateType, ...input }: GateInput, control: Int32Array): GateOutcome {
  const evidence = gatherEvidence(
    gateType,
    { ...input, ...openTaskData(input) },
    { policy: DEFAULT_POLICY, cancel: cancelSignalOf(control) },
  )
  return { ...evaluateGate(evidence, DEFAULT_POLICY), policyVersion: DEFAULT_POLICY.version }
}

function readCsv({ text, skipRejected }: CsvInput): PreparedData {
  const { bars, symbol, quality } = parseBarsCsv(text, { strict: !skipRejected })
  return prepareData([{ symbol: symbol ?? '', bars, carry: null }], quality)
}

/** The panel is put on its calendar here, in the thread that reads it. */
function openTaskData(data: TaskData): MarketData {
  return 'sharedPanel' in data ? { panel: openPanel(data.sharedPanel) } : { bars: data.bars, symbol: data.symbol }
}
