import { isAppError } from '#shared/domain/appError.ts'
import type { RepeatableBacktest } from '#shared/domain/backtest.ts'
import type { Dataset } from '#shared/domain/dataset.ts'
import type { DatabaseHandle } from '../../database/database.ts'
import type { BacktestInput } from '../../jobs/engineTasks.ts'
import { replayInFreshProcess } from '../../jobs/freshProcess.ts'
import type { GateWork, Gathered, HoldoutRecord, StoredSweepPlan, StoredWalkForward } from '../../jobs/gateTasks.ts'
import { loadRunInput } from '../../jobs/loadRunInput.ts'
import { listForeignReplays } from '../../repositories/foreignReplayRepository.ts'
import { findLatestSweepId, findSavedVersion } from '../../repositories/gateFactRepository.ts'
import { getLatestGateResult } from '../../repositories/gateResultRepository.ts'
import { holdoutStatus } from '../../repositories/holdoutRepository.ts'
import { getSweep } from '../../repositories/sweepRepository.ts'
import { countTrials, getTrialFamily } from '../../repositories/trialLedgerRepository.ts'
import { loadValidationArtifact } from '../../repositories/validationCompletion.ts'
import { loadLatestValidation } from '../../repositories/validationRepository.ts'
import type { GateServiceParts, JudgedRun } from './gateParts.ts'
import { loadOutcome } from './loadStoredRun.ts'
import { openGateReader } from './readGateResult.ts'

const known = <Value>(value: Value) => ({ value, missing: null })
const missing = (reason: string) => ({ value: null, missing: reason })

/** Everything the dev gate judges; the run is repeated in a process of its own on the way. */
export async function loadDevWork(
  parts: GateServiceParts,
  { strategy, backtest }: JudgedRun,
  signal: AbortSignal | undefined,
): Promise<GateWork> {
  const { db, platform } = parts
  const { input, dataset } = await loadRunInput(db, backtest)
  const { hypothesis, intendedUse, limitations, author } = strategy
  return {
    gateType: 'dev',
    subject: {
      ...(await loadRun(db, backtest, input)),
      quality: dataset.quality,
      words: { hypothesis, intendedUse, limitations, owner: author },
      freshReplay: await replayElsewhere(input, parts, signal),
      foreignReplays: await listForeignReplays(db, backtest.id),
      platform,
    },
  }
}

async function loadRun(db: DatabaseHandle, backtest: RepeatableBacktest, input: BacktestInput) {
  const { spec, dataHash, ...data } = input
  return { data, spec, dataHash, stored: await loadOutcome(db, backtest) }
}

async function replayElsewhere(
  input: BacktestInput,
  { startProcess, workerUrl: entry }: GateServiceParts,
  signal: AbortSignal | undefined,
): Promise<Gathered<string>> {
  try {
    const { identity } = await replayInFreshProcess(input, { startProcess, entry, signal })
    return known(identity.ledger_hash)
  } catch (error) {
    if (!isAppError(error) || error.code === 'cancelled') throw error
    return missing(error.message)
  }
}

/** Everything the CRV gate judges. */
export async function loadCrvWork(parts: GateServiceParts, { strategy, backtest }: JudgedRun): Promise<GateWork> {
  const { db } = parts
  const { input, dataset } = await loadRunInput(db, backtest)
  return {
    gateType: 'crv',
    subject: {
      ...(await loadRun(db, backtest, input)),
      devGate: await loadDevGate(parts, strategy.id),
      walkForward: await loadWalkForward(db, backtest, input.dataHash),
      sweep: await loadSweep(db, backtest, input.dataHash),
      trials: known(await countTrials(db, await getTrialFamily(db, 'backtests', backtest.id))),
      survivorship: known(dataset.survivorship),
      holdout: await loadHoldout(db, dataset, { strategy, backtest }),
    },
  }
}

async function loadDevGate({ db, now }: GateServiceParts, strategyId: string) {
  const stored = await getLatestGateResult(db, { strategyId, gateType: 'dev' })
  if (stored === null || stored.binding === null) return missing('the dev gate was not run')
  const { verdict, stale, binding } = await (await openGateReader(db, now())).read(stored)
  if (binding === null) return missing('the dev gate names nothing that it judged')
  const { specHash, dataHash, ledgerHash } = binding
  return known({ verdict, isStale: stale, specHash, dataHash, ledgerHash })
}

async function loadWalkForward(db: DatabaseHandle, backtest: RepeatableBacktest, onHash: string): Promise<Gathered<StoredWalkForward>> {
  const validation = await loadLatestValidation(db, { ...backtest, dataHash: onHash })
  if (validation === null) return missing(`no walk-forward of version ${backtest.strategyVersion} was completed on these data`)
  const { id, plan, spec, dataHash, windows, outcome } = validation
  const equity = await loadValidationArtifact(db, id, 'equity')
  const trades = await loadValidationArtifact(db, id, 'trades')
  if (plan === null || spec === null || dataHash === null || windows === null || outcome === null || equity === null || trades === null) {
    return missing('the newest walk-forward did not keep what it was made of')
  }
  return known({ validationId: id, dataHash, spec, plan, windows, outcome, equity, trades })
}

async function loadSweep(db: DatabaseHandle, backtest: RepeatableBacktest, dataHash: string): Promise<Gathered<StoredSweepPlan>> {
  const sweepId = await findLatestSweepId(db, { ...backtest, dataHash })
  if (sweepId === null) return missing(`no sweep of version ${backtest.strategyVersion} was completed on these data`)
  const { spec, axes, where } = await getSweep(db, sweepId)
  return known({ sweepId, spec, axes, where })
}

/** Openings by any strategy of the family: its rules looked, whoever's name they bear. */
async function loadHoldout(db: DatabaseHandle, dataset: Dataset, { strategy, backtest }: JudgedRun): Promise<Gathered<HoldoutRecord>> {
  const { holdout, openings } = await holdoutStatus(db, dataset.id, null)
  if (holdout === null) return missing('no holdout is locked on these data')
  const saved = await findSavedVersion(db, strategy.id, backtest.strategyVersion)
  return known({
    from: holdout.startDate,
    until: holdout.endDate,
    openedAtMs: openings.filter(({ strategyType }) => strategyType === strategy.type).map(({ openedAtMs }) => openedAtMs),
    frozenAtMs: saved?.savedAtMs ?? 0,
  })
}
