import type { GateEvaluation } from '#engine/gates/evaluateGate.ts'
import type { SweepPlan } from '#engine/sweep/planSweep.ts'
import type { SweepShare } from '#engine/sweep/sweepControl.ts'
import type { ValidationResult } from '#engine/validation/describeValidation.ts'
import type { WalkedShare } from '#engine/validation/validationShare.ts'
import type { ImportPreview } from '#shared/contract/datasets.ts'
import type { ErrorCode, ErrorDetails } from '#shared/domain/appError.ts'
import type { BarPeriod, Bars, DatasetKind, QualityReport } from '#shared/domain/dataset.ts'
import type { RunLedger } from '#shared/domain/ledger.ts'
import type { Metrics } from '#shared/domain/metric.ts'
import type { RunIdentity } from '#shared/domain/runIdentity.ts'
import type { RunSpec } from '#shared/domain/runSpec.ts'
import type { EncodedChunk, EncodedDataset } from '../repositories/datasetChunks.ts'
import type { RecheckedRun, RunRecheck } from './evidence/recheckRun.ts'
import type { GateInput, GateOutcome, JudgeInput } from './gateTasks.ts'
import type { FileLook, FileRequest } from './import/readFile.ts'
import type { RobustnessOutcome, RobustnessTaskInput } from './robustnessTask.ts'
import type { SharedInstruments } from './sharedInstruments.ts'
import type { SharedPanel } from './sharedPanel.ts'
import type { SweepOutcome, SweepResultInput } from './sweepResult.ts'
import type { TaskData } from './taskData.ts'
import type { ValidationResultInput, ValidationShareInput } from './validationTasks.ts'

/** A finished computation: its ledger, metrics and identity, ready to be stored. */
export interface RunOutcome {
  readonly ledger: RunLedger
  readonly metrics: Metrics
  readonly identity: RunIdentity
}

export type BacktestInput = TaskData & {
  readonly spec: RunSpec
  readonly dataHash: string
}

/** What decides a synthetic universe; see makeSyntheticUniverse. */
export interface SyntheticPlan {
  readonly seed: number
  readonly pairs: number
  readonly bars: number
}

/** What is known of data that were read or made. */
export interface DataFacts {
  /** By code units, as in a panel's ledger; of bars the one name the data give, or none. */
  readonly symbols: readonly string[]
  readonly firstTimeMs: number
  readonly lastTimeMs: number
  readonly dataHash: string
  readonly quality: QualityReport
}

/** Data ready to be stored, encoded by the thread that read or made them. */
export interface PreparedData extends DataFacts {
  readonly data: EncodedDataset
}

/** Where a chunk lies in the file of a PreparedFile. */
export interface StoredChunk extends Omit<EncodedChunk, 'bytes'> {
  readonly offset: number
  readonly byteLength: number
}

/** Data read from a file, ready to be stored; their chunks lie in a file in turn. */
export interface PreparedFile extends DataFacts {
  readonly kind: DatasetKind
  readonly barCount: number
  readonly file: string
  readonly chunks: readonly StoredChunk[]
}

/** Many runs: one instrument or one panel with many parameters, or many instruments with the same specification. */
export type SweepWork =
  | { readonly kind: 'grid'; readonly bars: Bars; readonly plan: SweepPlan }
  | { readonly kind: 'panelGrid'; readonly panel: SharedPanel; readonly plan: SweepPlan }
  | { readonly kind: 'symbols'; readonly instruments: SharedInstruments; readonly spec: RunSpec }

/** One share of a sweep; every share writes into the same memory. */
export interface SweepShareInput {
  readonly work: SweepWork
  readonly trials: number
  readonly share: SweepShare
  /** Of SweepColumns; shared between threads. */
  readonly memory: SharedArrayBuffer
  /** Shared words; see sweepState.ts. */
  readonly state: Int32Array
}

/** Work that runs the engine in a worker thread: what goes in and what comes out. */
export interface EngineTasks {
  backtest: { input: BacktestInput; output: RunOutcome }
  gate: { input: GateInput; output: GateOutcome }
  /** Stored evidence under another policy. */
  judge: { input: JudgeInput; output: GateEvaluation[] }
  importFile: { input: FileRequest; output: PreparedFile }
  previewFile: { input: FileLook; output: ImportPreview }
  /** Answers how many rows an import would leave out; readRejects reads them. */
  listRejects: { input: FileLook; output: number }
  resample: { input: { readonly series: SharedPanel; readonly period: BarPeriod }; output: PreparedData }
  synthesise: { input: SyntheticPlan; output: PreparedData }
  /** Answers whether the share is done; what it computed lies in the shared memory. */
  sweepShare: { input: SweepShareInput; output: boolean }
  /** Ranks and encodes the rows of a finished sweep. */
  sweepResult: { input: SweepResultInput; output: SweepOutcome }
  /** Some of a validation's windows, and all of them joined. */
  validationShare: { input: ValidationShareInput; output: WalkedShare }
  validationResult: { input: ValidationResultInput; output: ValidationResult }
  robustness: { input: RobustnessTaskInput; output: RobustnessOutcome }
  /** A run of an evidence pack, recomputed and replayed. */
  recheckRun: { input: RunRecheck; output: RecheckedRun }
  /** Answers what is wrong with a SQLite file; null = nothing. */
  inspectFile: { input: { readonly file: string }; output: string | null }
  /** Answers true: the threads are alive. */
  ping: { input: Record<string, never>; output: boolean }
}
export type EngineTaskName = keyof EngineTasks

/** One request to a worker. `control[0]` becomes 1 to cancel: a busy worker never reads its messages. */
export type TaskRequest = {
  [Name in EngineTaskName]: { readonly task: Name; readonly input: EngineTasks[Name]['input']; readonly control: Int32Array }
}[EngineTaskName]

export interface TaskFailure {
  readonly code: ErrorCode
  readonly message: string
  readonly details: ErrorDetails
}

export type TaskReply =
  | { readonly kind: 'progress'; readonly fraction: number }
  | { readonly kind: 'done'; readonly output: EngineTasks[EngineTaskName]['output'] }
  | { readonly kind: 'failed'; readonly failure: TaskFailure }
