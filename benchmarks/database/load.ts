import { randomBytes } from 'node:crypto'
import type { Database } from '#core/database/database.ts'
import { completeBacktest, type EncodedArtifact } from '#core/repositories/backtestCompletion.ts'
import { createBacktest } from '#core/repositories/backtestRepository.ts'
import { encodeBars } from '#core/repositories/datasetChunks.ts'
import { createDataset } from '#core/repositories/datasetRepository.ts'
import { createGateResult } from '#core/repositories/gateResultRepository.ts'
import { startRun } from '#core/repositories/runState.ts'
import { createStrategy } from '#core/repositories/strategyRepository.ts'
import { completeValidation } from '#core/repositories/validationCompletion.ts'
import { createValidation } from '#core/repositories/validationRepository.ts'
import { newId } from '#core/services/newId.ts'
import { GATE_TYPES } from '#shared/domain/gate.ts'
import { makeBars, makeDataset } from '../../tests/builders/datasets.ts'
import { makeBinding, makeCheck, makeGateResult } from '../../tests/builders/gateResults.ts'
import { makeCompletion, makeMetrics, makeNewBacktest } from '../../tests/builders/runs.ts'
import { makeNewValidation, makeValidationCompletion, makeValidationWindow } from '../../tests/builders/validations.ts'
import { makeArtifacts, makeBenchStrategy } from './rows.ts'
import { inParallel } from './samples.ts'

/** What is stored before anything is measured. */
export interface Load {
  readonly strategies: number
  readonly backtests: number
  readonly validations: number
  readonly gateResults: number
}

const FULL_LOAD: Load = { strategies: 1_000, backtests: 10_000, validations: 1_000, gateResults: 100_000 }
const WINDOWS = 12
/** Runs of the one strategy whose list is measured. */
const RUNS_OF_ONE = 60
const WIDTH = 10
const OWNER = 'bench'

export function loadOf(scale: number): Load {
  const scaled = (count: number) => Math.max(1, Math.round(count * scale))
  return {
    strategies: scaled(FULL_LOAD.strategies),
    backtests: scaled(FULL_LOAD.backtests),
    validations: scaled(FULL_LOAD.validations),
    gateResults: scaled(FULL_LOAD.gateResults),
  }
}

/** Ids to read and to hang new rows on. */
export interface LoadedIds {
  readonly datasetId: string
  readonly strategyIds: readonly string[]
  readonly backtestIds: readonly string[]
  /** Has at least 50 runs. */
  readonly busyStrategyId: string
}

/** pending -> running -> completed, as the application does it. */
export async function runLifeCycle(
  db: Database,
  parents: { strategyId: string; datasetId: string },
  artifacts: readonly EncodedArtifact[],
): Promise<string> {
  const id = newId()
  const nowMs = Date.now()
  await createBacktest(db, makeNewBacktest(parents, { id, createdAtMs: nowMs }))
  await startRun(db, 'backtests', { id, owner: OWNER, nowMs, leaseMs: 30_000 })
  const metrics = makeMetrics({ sharpe_ratio: Math.random() * 3 - 1, total_return: Math.random() - 0.3, max_drawdown: -Math.random() })
  await completeBacktest(db, makeCompletion(id, { owner: OWNER, metrics, artifacts, nowMs, durationMs: 250 }))
  return id
}

/** A verdict of six checks, each with figures and a hash of its own: no two verdicts share their bytes. */
export function makeBenchVerdict(strategyId: string, backtestId: string) {
  const checks = Array.from({ length: 6 }, (_, check) => {
    const value = Math.random()
    const summary = `The true Sharpe ratio exceeds 0 with probability ${value.toFixed(2)}.`
    return makeCheck({ id: `C${check}`, value, margin: value - 0.95, summary, evidence: [{ label: 'ledger', value: randomHash() }] })
  })
  const gateType = GATE_TYPES[Math.floor(Math.random() * GATE_TYPES.length)] ?? 'dev'
  const binding = makeBinding(backtestId, { specHash: randomHash(), dataHash: randomHash(), ledgerHash: randomHash() })
  return makeGateResult({ strategyId, backtestId }, { id: newId(), gateType, binding, checks, timestampMs: Date.now() })
}

const randomHash = () => randomBytes(32).toString('hex')

export async function storeLoad(db: Database, load: Load): Promise<LoadedIds> {
  const bars = makeBars(2520)
  const dataset = makeDataset(bars, { id: newId() })
  await createDataset(db, dataset, encodeBars(bars))
  const strategies = Array.from({ length: load.strategies }, makeBenchStrategy)
  await inParallel(WIDTH, strategies.length, (index) => createStrategy(db, strategies[index] ?? makeBenchStrategy()))
  const strategyIds = strategies.map(({ id }) => id)
  const strategyAt = (index: number) => strategyIds[index % strategyIds.length] as string
  const busyStrategyId = strategyAt(0)
  const backtestIds: string[] = []
  const storeRun = async (strategyId: string) =>
    void backtestIds.push(await runLifeCycle(db, { strategyId, datasetId: dataset.id }, makeArtifacts()))
  await inParallel(WIDTH, load.backtests, (index) => storeRun(strategyAt(index)))
  await inParallel(WIDTH, RUNS_OF_ONE, () => storeRun(busyStrategyId))
  await inParallel(WIDTH, load.validations, (index) => storeValidation(db, { strategyId: strategyAt(index), datasetId: dataset.id }))
  await inParallel(WIDTH, load.gateResults, (index) =>
    createGateResult(db, makeBenchVerdict(strategyAt(index), backtestIds[index % backtestIds.length] as string)),
  )
  await db.run((knex) => knex.raw('ANALYZE'))
  return { datasetId: dataset.id, strategyIds, backtestIds, busyStrategyId }
}

async function storeValidation(db: Database, parents: { strategyId: string; datasetId: string }): Promise<void> {
  const validation = makeNewValidation(parents, { id: newId(), createdAtMs: Date.now() })
  const { id } = validation
  await createValidation(db, validation)
  await startRun(db, 'validations', { id, owner: OWNER, nowMs: Date.now(), leaseMs: 30_000 })
  const windows = Array.from({ length: WINDOWS }, (_, windowId) => makeValidationWindow({ windowId, testSharpe: Math.random() }))
  const metrics = {
    numWindows: WINDOWS,
    avgTrainSharpe: 1.2,
    avgTestSharpe: Math.random(),
    avgDegradation: 0.2,
    stabilityScore: 60,
    passed: true,
  }
  await completeValidation(db, makeValidationCompletion(id, { owner: OWNER, windows, metrics, nowMs: Date.now(), durationMs: 2500 }))
}
