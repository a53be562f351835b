import { inspectSeries } from '#engine/market/inspectQuality.ts'
import { resampleSeries } from '#engine/market/resampleBars.ts'
import { makeSyntheticUniverse } from '#engine/market/syntheticUniverse.ts'
import { splitPanel } from '#engine/panel/panel.ts'
import { cancelSignalOf } from '#engine/simulator/cancelSignal.ts'
import { runOnMarketData } from '#engine/simulator/runOnMarketData.ts'
import { assertNever } from '#shared/domain/appError.ts'
import type { BarPeriod, InstrumentSeries } from '#shared/domain/dataset.ts'
import { findSqliteDamage } from '../database/sqliteIntegrity.ts'
import type { BacktestInput, EngineTaskName, EngineTasks, PreparedData, RunOutcome, TaskRequest } from './engineTasks.ts'
import { recheckRun } from './evidence/recheckRun.ts'
import { gate, judge, openTaskData } from './gateTasks.ts'
import { importFile } from './import/importFile.ts'
import { listRejects } from './import/listRejects.ts'
import { previewFile } from './import/previewFile.ts'
import { prepareData } from './prepareData.ts'
import { robustness } from './robustnessTask.ts'
import { openSeries } from './sharedPanel.ts'
import { sweepResult } from './sweepResult.ts'
import { validationResult, validationShare } from './validationTasks.ts'

type TaskOutput = EngineTasks[EngineTaskName]['output']
type Progress = (fraction: number) => void
type LoadedTask = Exclude<TaskRequest, { readonly task: 'sweepShare' | 'ping' }>

/** Every task but those that each thread carries from its start; see runTask. */
export function runLoadedTask(request: LoadedTask, onProgress: Progress): TaskOutput | Promise<TaskOutput> {
  switch (request.task) {
    case 'backtest':
      return backtest(request.input, request.control, onProgress)
    case 'gate':
      return gate(request.input, request.control)
    case 'judge':
      return judge(request.input)
    case 'importFile':
      return importFile(request.input, { cancel: cancelSignalOf(request.control), onProgress })
    case 'previewFile':
      return previewFile(request.input, { cancel: cancelSignalOf(request.control), onProgress })
    case 'listRejects':
      return listRejects(request.input, { cancel: cancelSignalOf(request.control), onProgress })
    case 'resample':
      return resample(openSeries(request.input.series), request.input.period)
    case 'synthesise':
      return prepareSeries(splitPanel(makeSyntheticUniverse(request.input)))
    case 'sweepResult':
      return sweepResult(request.input)
    case 'validationShare':
      return validationShare(request.input, request.control, onProgress)
    case 'robustness':
      return robustness(request.input, request.control, onProgress)
    case 'validationResult':
      return validationResult(request.input)
    case 'recheckRun':
      return recheckRun(request.input)
    case 'inspectFile':
      return findSqliteDamage(request.input.file)
    default:
      return assertNever(request)
  }
}

function backtest(input: BacktestInput, control: Int32Array, onProgress: Progress): RunOutcome {
  const { ledger, metrics, identity } = runOnMarketData({ ...input, ...openTaskData(input), cancel: cancelSignalOf(control), onProgress })
  return { ledger, metrics, identity }
}

function resample(series: readonly InstrumentSeries[], period: BarPeriod): PreparedData {
  return prepareSeries(series.map((each) => resampleSeries(each, period)))
}

function prepareSeries(series: readonly InstrumentSeries[]): PreparedData {
  return prepareData(series, inspectSeries(series))
}
