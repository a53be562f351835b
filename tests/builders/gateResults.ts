import type { NewGateResult } from '#core/repositories/gateResultRepository.ts'
import type { CheckResult, GateBinding } from '#shared/domain/gate.ts'
import { makeHash, makeId, NEW_YEAR_2024_MS } from './ids.ts'

export function makeCheck(changes: Partial<CheckResult> = {}): CheckResult {
  return {
    id: 'C6',
    title: 'Probabilistic Sharpe ratio',
    state: 'PASS',
    blocking: true,
    waivable: false,
    value: 0.97,
    threshold: { comparison: '>=', bound: 0.95, warn: null },
    margin: 0.02,
    unit: 'probability',
    summary: 'The true Sharpe ratio exceeds 0 with probability 0.97.',
    action: null,
    evidence: [{ label: 'ledger', value: makeHash('ledger') }],
    ...changes,
  }
}

export function makeBinding(backtestId: string, changes: Partial<GateBinding> = {}): GateBinding {
  return {
    strategyVersion: 1,
    backtestId,
    specHash: makeHash('spec'),
    dataHash: makeHash('data'),
    ledgerHash: makeHash('ledger'),
    engineVersion: '1.0.0',
    metricVersion: '2',
    policyVersion: '1',
    seed: 42,
    ...changes,
  }
}

/** A passed dev gate on the given run. */
export function makeGateResult(on: { strategyId: string; backtestId: string }, changes: Partial<NewGateResult> = {}): NewGateResult {
  return {
    id: makeId(),
    strategyId: on.strategyId,
    gateType: 'dev',
    verdict: 'passed',
    passed: true,
    binding: makeBinding(on.backtestId),
    checks: [makeCheck()],
    productionReady: null,
    recommendation: 'Go on to the CRV gate.',
    evidence: null,
    timestampMs: NEW_YEAR_2024_MS,
    ...changes,
  }
}
