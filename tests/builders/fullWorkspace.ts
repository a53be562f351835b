import { randomBytes } from 'node:crypto'
import type { Database } from '#core/database/database.ts'
import { bindInstant } from '#core/database/dialect.ts'
import { completeBacktest } from '#core/repositories/backtestCompletion.ts'
import { encodePanel } from '#core/repositories/datasetChunks.ts'
import { createDataset } from '#core/repositories/datasetRepository.ts'
import { createGateResult } from '#core/repositories/gateResultRepository.ts'
import { createRobustness } from '#core/repositories/robustnessRepository.ts'
import { failRun, startRun } from '#core/repositories/runState.ts'
import { createStrategy, updateStrategy } from '#core/repositories/strategyRepository.ts'
import { completeSweep } from '#core/repositories/sweepCompletion.ts'
import { recordTrials } from '#core/repositories/trialLedgerRepository.ts'
import { completeValidation } from '#core/repositories/validationCompletion.ts'
import { createValidation } from '#core/repositories/validationRepository.ts'
import { splitPanel } from '#engine/panel/panel.ts'
import { NO_SHARPE } from '#shared/domain/trialLedger.ts'
import { makePanelDataset } from './datasets.ts'
import { storeDecisions } from './decisions.ts'
import { makeGateResult } from './gateResults.ts'
import { makeHash, makeId, NEW_YEAR_2024_MS } from './ids.ts'
import { makePanel } from './makePanel.ts'
import { storePipelineRows } from './pipelineRows.ts'
import { storeRobustnessJob } from './robustnessJobs.ts'
import { makeCompletion, makeMetrics } from './runs.ts'
import { storeBacktest, storeRunningBacktest, storeRunParents } from './storedRuns.ts'
import { makeStrategy, makeStrategyDraft } from './strategies.ts'
import { makeSweepCompletion, storeSweep } from './sweeps.ts'
import { makeNewValidation, makeRobustness, makeValidationCompletion } from './validations.ts'

export const UNICODE = 'Ünïcode 漢字 🚀 "quotes" \\back\\slash\t\u0001 %_\' end'

/** JSON a parser would write differently: order, spaces, -0, exponents and escapes are part of the text. */
export const ODD_JSON = '{ "z":-0, "a" : 1.50e+03,"nul":"\\u0000","a":2, "big":12345678901234567890 }'

/** A megabyte of JSON. */
const LARGE_JSON = JSON.stringify({ list: Array.from({ length: 20_000 }, (_, index) => ({ index, text: 'λ'.repeat(15) })) })

const MAX_INT32 = 2_147_483_647
const EARLIEST_MS = Date.UTC(1, 0, 1) + 1
const LATEST_MS = Date.UTC(9999, 11, 31, 23, 59, 59, 999)

/** Rows in every table, with what is hard to carry: nulls, any text, odd and large JSON, extreme numbers, large bytes. */
export async function fillWorkspace(db: Database): Promise<void> {
  const parents = await storeRunParents(db)
  await storeStrategies(db)
  const backtestId = await storeRuns(db, parents)
  await storeValidations(db, parents)
  await storeSweeps(db, parents)
  const gate = makeGateResult({ strategyId: parents.strategyId, backtestId })
  await createGateResult(db, gate)
  await createGateResult(db, { ...gate, id: makeId(), recommendation: UNICODE })
  const { id } = gate
  await db.run((knex) =>
    knex('gate_results')
      .where({ id })
      .update({ backtest_id: null, production_ready: true, evidence: randomBytes(700) }),
  )
  await storeExtremes(db, parents.datasetId)
  await storePanel(db)
  await storeDecisions(db, { ...parents, backtestId })
  await storePipelineRows(db, parents)
}

async function storeStrategies(db: Database): Promise<void> {
  const strategy = makeStrategy({ name: UNICODE, confidence: null, tags: [UNICODE, ''] })
  await createStrategy(db, strategy)
  const draft = makeStrategyDraft({ name: 'Second thoughts' })
  await updateStrategy(db, { id: strategy.id, expectedVersion: 1, draft, nowMs: NEW_YEAR_2024_MS + 1 })
  const plain = makeStrategy({ description: '', hypothesis: 'x'.repeat(100_000) })
  await createStrategy(db, plain)
  const odd = { parameters: ODD_JSON, confidence: -0, flags: '[]', updated_at: bindInstant(db.dialect, LATEST_MS) }
  await db.run((knex) => knex('strategies').where({ id: plain.id }).update(odd))
}

async function storeRuns(db: Database, parents: { strategyId: string; datasetId: string }): Promise<string> {
  await storeBacktest(db, parents)
  await storeRunningBacktest(db, parents)
  const id = await storeRunningBacktest(db, parents)
  const metrics = makeMetrics({ total_return: -0, sharpe_ratio: 1 / 3, cagr: 5e-324 })
  await completeBacktest(db, makeCompletion(id, { metrics }))
  await db.run((knex) => knex('backtests').where({ id }).update({ spec: LARGE_JSON, metrics: ODD_JSON }))
  const other = await storeBacktest(db, parents)
  for (const [kind, bytes] of [
    ['positions', randomBytes(5_000_000)],
    ['trades', Buffer.alloc(0)],
    ['fills', Buffer.from([0, 255, 10, 92])],
  ] as const) {
    await db.run((knex) => knex('backtest_artifacts').insert({ backtest_id: other, kind, codec: 'test', row_count: MAX_INT32, bytes }))
  }
  return id
}

async function storeValidations(db: Database, parents: { strategyId: string; datasetId: string }): Promise<void> {
  const { id, ...rest } = makeNewValidation(parents)
  await createValidation(db, { id, ...rest })
  await createValidation(db, makeNewValidation(parents))
  const nowMs = NEW_YEAR_2024_MS + 5000
  await startRun(db, 'validations', { id, owner: 'worker-1', nowMs, leaseMs: 1 })
  const metrics = { numWindows: 1, avgTrainSharpe: 1.2, avgTestSharpe: null, avgDegradation: 1 / 3, stabilityScore: 66.7, passed: false }
  await completeValidation(db, makeValidationCompletion(id, { metrics, nowMs }))
  await db.run((knex) => knex('validations').where({ id }).update({ plan: ODD_JSON, outcome: LARGE_JSON }))
  const robustness = makeRobustness({ strategyId: parents.strategyId, subject: { kind: 'validation', id } })
  await createRobustness(db, robustness, null)
  await db.run((knex) => knex('robustness_results').where({ id: robustness.id }).update({ result: ODD_JSON }))
  const tested = { strategyId: parents.strategyId, subject: robustness.subject }
  const jobId = await storeRobustnessJob(db, tested)
  await startRun(db, 'robustness_jobs', { id: jobId, owner: 'worker-1', nowMs, leaseMs: 1 })
  await failRun(db, 'robustness_jobs', { id: jobId, errorCode: 'run_failed', errorMessage: UNICODE, nowMs })
  await storeRobustnessJob(db, tested)
  await db.run((knex) => knex('robustness_jobs').where({ id: jobId }).update({ options: ODD_JSON }))
}

async function storeSweeps(db: Database, parents: { strategyId: string; datasetId: string }): Promise<void> {
  await storeSweep(db, parents, { where: null })
  const id = await storeSweep(db, parents)
  const nowMs = NEW_YEAR_2024_MS + 5000
  await startRun(db, 'sweeps', { id, owner: 'worker-1', nowMs, leaseMs: 1 })
  await completeSweep(db, makeSweepCompletion(id))
  const source = { source: 'declared', sourceId: makeId(), dataHash: null } as const
  const family = { strategyId: makeId(), strategyType: 'carry', symbols: 'Ω,漢字' } as const
  await recordTrials(db, { ...family, ...source, trials: MAX_INT32, sharpe: NO_SHARPE, recordedAtMs: LATEST_MS })
}

async function storePanel(db: Database): Promise<void> {
  const series = splitPanel(makePanel({ A: [1, null, 2], B: [null, 3, 4] }, { A: 0.01, B: -0.02 }))
  await createDataset(db, makePanelDataset(series, { name: UNICODE, survivorship: 'point_in_time' }), encodePanel(series))
}

async function storeExtremes(db: Database, datasetId: string): Promise<void> {
  const at = (ms: number) => bindInstant(db.dialect, ms)
  const dataset = { name: UNICODE, symbol: 'Ω', source: '', data_hash: makeHash('extremes'), bar_count: 0, quality: '{}' }
  const times = { first_time: at(EARLIEST_MS), last_time: at(LATEST_MS), created_at: at(-1) }
  await db.run((knex) => knex('datasets').insert({ id: makeId(), ...dataset, ...times, adjusted: true }))
  const chunk = { dataset_id: datasetId, column_name: 'volume', chunk_index: MAX_INT32, codec: 'test', row_count: 1 }
  await db.run((knex) => knex('dataset_chunks').insert({ ...chunk, bytes: randomBytes(100_000) }))
}
