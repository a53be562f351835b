import type { GateBoardRow } from '#shared/contract/gates.ts'
import { AppError } from '#shared/domain/appError.ts'
import { type Backtest, type RepeatableBacktest, requireRepeatable } from '#shared/domain/backtest.ts'
import type { GateBinding, GateResult, GateType } from '#shared/domain/gate.ts'
import type { FillColumns, PositionColumns, RunLedger, TradeColumns } from '#shared/domain/ledger.ts'
import type { Metrics } from '#shared/domain/metric.ts'
import type { Page } from '#shared/domain/page.ts'
import type { RunIdentity } from '#shared/domain/runIdentity.ts'
import type { Strategy, StrategyStatus } from '#shared/domain/strategy.ts'
import type { DatabaseHandle } from '../database/database.ts'
import { DEFAULT_POLICY, ENGINE_VERSION, METRIC_VERSION } from '../jobs/engineCatalogue.ts'
import type { RunOutcome } from '../jobs/engineTasks.ts'
import { loadRunInput } from '../jobs/loadRunInput.ts'
import type { WorkerPool } from '../jobs/workerPool.ts'
import { appendAudit } from '../repositories/auditRepository.ts'
import { loadArtifact } from '../repositories/backtestCompletion.ts'
import { findLatestCompletedBacktest, getBacktest } from '../repositories/backtestRepository.ts'
import {
  createGateResult,
  type GateBoardQuery,
  listGateBoard,
  listGateResultsByStrategy,
  type NewGateResult,
  type StoredGateResult,
} from '../repositories/gateResultRepository.ts'
import { getStrategy, setStrategyStatus } from '../repositories/strategyRepository.ts'
import { newId } from './newId.ts'

export interface GateRequest {
  readonly strategyId: string
  readonly gateType: 'dev' | 'crv'
  /** null: the strategy's newest completed run. */
  readonly backtestId: string | null
}

export interface GateService {
  /** Gathers evidence from a completed run, judges it and stores the result. Throws `not_found`, `invalid_input`, `invalid_transition`. */
  run(request: GateRequest, signal: AbortSignal | undefined): Promise<GateResult>
  board(query: GateBoardQuery): Promise<Page<GateBoardRow>>
  history(query: { strategyId: string; gateType: GateType | null; limit: number }): Promise<GateResult[]>
}

export interface GateServiceParts {
  readonly db: DatabaseHandle
  readonly pool: WorkerPool
  readonly now: () => number
}

export function createGateService({ db, pool, now }: GateServiceParts): GateService {
  async function run({ strategyId, gateType, backtestId }: GateRequest, signal: AbortSignal | undefined): Promise<GateResult> {
    const strategy = await getStrategy(db, strategyId)
    const backtest = await findSubject(db, strategy, backtestId)
    const stored = await loadOutcome(db, backtest)
    const { input, dataset } = await loadRunInput(db, backtest)
    const outcome = await pool.run('gate', { ...input, gateType, quality: dataset.quality, stored }, { signal })
    const result: NewGateResult = {
      id: newId(),
      strategyId,
      gateType,
      verdict: outcome.verdict,
      passed: outcome.verdict === 'passed',
      binding: bindingOf(backtest, stored.identity, outcome.policyVersion),
      checks: outcome.checks,
      productionReady: null,
      recommendation: outcome.recommendation,
      timestampMs: now(),
    }
    await store(strategy, result)
    return { ...result, stale: isStale({ ...result, currentStrategyVersion: strategy.version, backtestExists: true }) }
  }

  /** The result and the strategy's step forward are one change. */
  async function store(strategy: Strategy, result: NewGateResult): Promise<void> {
    await db.transaction(async (transaction) => {
      await createGateResult(transaction, result)
      const status =
        result.passed && result.binding.strategyVersion === strategy.version ? nextStatus(strategy.status, result.gateType) : null
      if (status !== null) await setStrategyStatus(transaction, { id: strategy.id, status, nowMs: now() })
      const { gateType, verdict, binding, timestampMs } = result
      const payload = { strategyId: strategy.id, gateType, verdict, binding, ...(status === null ? {} : { strategyStatus: status }) }
      appendAudit(transaction, { action: 'gate.judge', objectType: 'gate', objectId: result.id, payload, nowMs: timestampMs })
    })
  }

  return {
    run,
    board: async (query) => {
      const page = await listGateBoard(db, query)
      return {
        ...page,
        items: page.items.map((row) => ({ ...row, dev: judged(row.dev), crv: judged(row.crv), product: judged(row.product) })),
      }
    },
    history: async (query) => (await listGateResultsByStrategy(db, query)).map(withStaleness),
  }
}

async function findSubject(db: DatabaseHandle, strategy: Strategy, backtestId: string | null): Promise<RepeatableBacktest> {
  const backtest = backtestId === null ? await findLatestCompletedBacktest(db, strategy.id) : await getBacktest(db, backtestId)
  if (backtest === null) {
    throw new AppError('invalid_transition', `"${strategy.name}" has no completed run to judge. Run a backtest first.`, {
      details: { id: strategy.id },
    })
  }
  if (backtest.strategyId !== strategy.id) {
    throw new AppError('invalid_input', `Backtest ${backtest.id} belongs to another strategy. Choose one of "${strategy.name}".`, {
      details: { field: 'backtestId' },
    })
  }
  if (backtest.status !== 'completed') {
    throw new AppError('invalid_transition', `Backtest ${backtest.id} is ${backtest.status}; only a completed run can be judged.`, {
      details: { id: backtest.id },
    })
  }
  return requireRepeatable(backtest)
}

/** What the run left in the database: the evidence is read from there, never from memory. */
async function loadOutcome(db: DatabaseHandle, backtest: Backtest): Promise<RunOutcome> {
  const positions = await loadArtifact(db, backtest.id, 'positions')
  const trades = await loadArtifact(db, backtest.id, 'trades')
  const fills = await loadArtifact(db, backtest.id, 'fills')
  if (positions === null || trades === null || fills === null || backtest.metrics === null || backtest.identity === null) {
    throw new AppError('data_invalid', `Backtest ${backtest.id} is marked completed but parts of its ledger are missing. Run it again.`)
  }
  const metrics = backtest.metrics as Metrics
  const ledger: RunLedger = {
    // Only the ledger of a panel names its instruments.
    ...('symbol' in fills && { symbols: backtest.instruments }),
    positions: positions as unknown as PositionColumns,
    trades: trades as unknown as TradeColumns,
    fills: fills as unknown as FillColumns,
    ambiguousBars: metrics.values.ambiguous_bars ?? 0,
    droppedOrders: metrics.values.dropped_orders ?? 0,
    openTrades: metrics.values.open_trades ?? 0,
    ruined: metrics.ruined,
  }
  return { ledger, metrics, identity: backtest.identity }
}

function bindingOf(backtest: Backtest, identity: RunIdentity, policyVersion: string): GateBinding {
  return {
    strategyVersion: backtest.strategyVersion,
    backtestId: backtest.id,
    specHash: identity.spec_hash,
    dataHash: identity.data_hash,
    ledgerHash: identity.ledger_hash,
    engineVersion: identity.engine_version,
    metricVersion: identity.metric_version,
    policyVersion,
    seed: identity.seed,
  }
}

/** A passed gate moves a strategy one step along draft -> dev -> crv, never back and never past a gate. */
function nextStatus(status: StrategyStatus, gateType: GateType): StrategyStatus | null {
  if (gateType === 'dev' && status === 'draft') return 'dev'
  if (gateType === 'crv' && status === 'dev') return 'crv'
  return null
}

/** Stale as soon as anything the result binds is no longer what would be judged now. */
function isStale({ binding, currentStrategyVersion, backtestExists }: Omit<StoredGateResult, 'stale'>): boolean {
  return (
    binding === null ||
    !backtestExists ||
    binding.strategyVersion !== currentStrategyVersion ||
    binding.engineVersion !== ENGINE_VERSION ||
    binding.metricVersion !== METRIC_VERSION ||
    binding.policyVersion !== DEFAULT_POLICY.version
  )
}

export function withStaleness(stored: StoredGateResult): GateResult {
  const { currentStrategyVersion: _version, backtestExists: _exists, ...result } = stored
  return { ...result, stale: isStale(stored) }
}

const judged = (stored: StoredGateResult | null) => (stored === null ? null : withStaleness(stored))
