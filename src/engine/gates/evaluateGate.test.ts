import { describe, expect, it } from 'vitest'
import type { AppError } from '#shared/domain/appError.ts'
import { type CheckResult, checkResultSchema } from '#shared/domain/gate.ts'
import { type GatePolicy, gatePolicySchema } from '#shared/domain/gatePolicy.ts'
import { applyWaivers, revertWaivers } from './applyWaivers.ts'
import { concludeGate, verdictOf } from './concludeGate.ts'
import { knownGoodCrv } from './controls/knownGoodCrv.ts'
import { knownGoodRun } from './controls/knownGoodRun.ts'
import { knownGoodProduct } from './controls/productControls.ts'
import { evaluateGate } from './evaluateGate.ts'
import type { CrvEvidence } from './gatherCrvEvidence.ts'
import { gatherDevEvidence } from './gatherDevEvidence.ts'
import { DEFAULT_POLICY } from './policy.ts'
import type { GateEvidence } from './runChecks.ts'
import type { DevSubject } from './subject.ts'

const good = knownGoodRun()
const TERMS = { policy: DEFAULT_POLICY, waivers: [], nowMs: 0 }
const evaluate = (evidence: GateEvidence) => evaluateGate(evidence, TERMS)
const evaluateDev = (subject: DevSubject) => evaluate(gatherDevEvidence(subject, { policy: DEFAULT_POLICY.dev }))
const stateOf = (checks: readonly CheckResult[], id: string) => checks.find((check) => check.id === id)?.state
const absent = { value: null, missing: 'nobody supplied it' } as const

it('the default policy is a valid document', () => expect(gatePolicySchema.parse(DEFAULT_POLICY)).toEqual(DEFAULT_POLICY))

it('every check is a valid record with its evidence', () => {
  for (const check of evaluateDev(good).checks) expect(checkResultSchema.safeParse(check).success).toBe(true)
})

describe('what is missing is never a pass', () => {
  it('a run without records leaves the dev gate incomplete or failed', () => {
    const stored = { ledger: null, metrics: null, identity: good.stored.identity }
    const { verdict, checks } = evaluateDev({ ...good, quality: null, freshReplay: absent, foreignReplays: [], stored })
    expect(verdict).toBe('incomplete')
    for (const id of ['D1', 'D2', 'D3', 'D5', 'D6', 'D7', 'D8', 'D9', 'D11', 'D17']) expect(stateOf(checks, id)).toBe('NOT_RUN')
  })

  it('a lost identity fails', () => expect(evaluateDev({ ...good, stored: { ...good.stored, identity: null } }).verdict).toBe('failed'))

  it('an identity of an older engine is stale', () => {
    const identity = { ...good.stored.identity, engine_version: '0.0.1' }
    const { verdict, checks } = evaluateDev({ ...good, stored: { ...good.stored, identity } })
    expect(stateOf(checks, 'D4')).toBe('STALE')
    expect(verdict).toBe('incomplete')
  })

  it('an error while gathering becomes NOT_RUN with its reason', () => {
    const spec = { ...good.spec, strategy: { type: 'carry' as const, parameters: {} } }
    const { checks } = evaluateDev({ ...good, spec })
    expect(checks.find(({ id }) => id === 'D1')).toMatchObject({ state: 'NOT_RUN', summary: expect.stringMatching(/carry needs a panel/) })
  })

  it('a cancellation is passed on', () => {
    const act = () => gatherDevEvidence(good, { policy: DEFAULT_POLICY.dev, cancel: { isCancelled: () => true } })
    expect(act).toThrow(expect.objectContaining({ code: 'cancelled' }) as AppError)
  })

  it('bars whose calendar cannot be told leave the gaps open', () => {
    const evidence = gatherDevEvidence(good, { policy: DEFAULT_POLICY.dev })
    const { value } = evidence.data
    const data = { value: { ...value!, now: { ...value!.now, gapFraction: null } }, missing: null }
    expect(stateOf(evaluate({ ...evidence, data }).checks, 'D11')).toBe('NOT_RUN')
  })

  it('fewer places than the policy asks for are not enough', () => {
    const evidence = gatherDevEvidence(good, { policy: { ...DEFAULT_POLICY.dev, truncations: 5, perturbations: 5 } })
    const { checks } = evaluate(evidence)
    expect([stateOf(checks, 'D8'), stateOf(checks, 'D9')]).toEqual(['NOT_RUN', 'NOT_RUN'])
  })

  it('nobody owed a replay elsewhere blocks nothing, and a different one does', () => {
    const alone = evaluateDev({ ...good, foreignReplays: [] })
    expect(alone.checks.find(({ id }) => id === 'D3')).toMatchObject({ state: 'NOT_RUN', blocking: false })
    expect(alone.verdict).toBe('passed')
    const other = evaluateDev({
      ...good,
      foreignReplays: [{ platform: 'win32-x64', ledgerHash: 'f'.repeat(64), suppliedBy: 'Ada', suppliedAtMs: 0 }],
    })
    expect(other.verdict).toBe('failed')
  })

  it.each(Object.keys(knownGoodCrv()).filter((name) => name !== 'gateType'))('CRV never passes everything without %s', (name) => {
    const { checks } = evaluate({ ...knownGoodCrv(), [name]: absent })
    const open = checks.filter(({ state }) => state === 'NOT_RUN')
    expect(open.length).toBeGreaterThan(0)
    for (const check of open)
      expect(check).toMatchObject({ value: null, summary: expect.stringMatching(/nobody supplied it|has no ledger/) })
  })

  it('without a walk-forward the CRV gate says to run one', () => {
    const names = ['outOfSample', 'estimate', 'windows', 'deflated', 'overfitting', 'superior', 'drawdowns', 'costs'] as const
    const bare: CrvEvidence = { ...knownGoodCrv(), ...Object.fromEntries(names.map((name) => [name, absent])) }
    const { verdict, checks } = evaluate(bare)
    expect(verdict).toBe('incomplete')
    for (const id of ['C2', 'C4', 'C6', 'C7', 'C8', 'C9', 'C10', 'C12', 'C13', 'C14', 'C16', 'C17', 'C18', 'C19', 'C20', 'C26']) {
      expect(checks.find((check) => check.id === id)).toMatchObject({ state: 'NOT_RUN', action: expect.stringMatching(/walk-forward/) })
    }
  })
})

describe('few trials and many', () => {
  const trialsOf = (recorded: number, columns: number): CrvEvidence => {
    const evidence = knownGoodCrv()
    const withColumns = <Value extends object>(value: Value | null) => ({ value: { ...(value as Value), columns }, missing: null })
    return {
      ...evidence,
      trials: { value: { ...evidence.trials.value!, recorded, declared: 1 }, missing: null },
      overfitting: withColumns(evidence.overfitting.value),
      superior: withColumns(evidence.superior.value),
    }
  }
  it('a family that hardly tried anything has nothing to overfit', () => {
    const { checks } = evaluate(trialsOf(3, 3))
    expect([stateOf(checks, 'C8'), stateOf(checks, 'C9')]).toEqual(['N/A', 'N/A'])
  })
  it('one that tried much and can show little is not excused', () => {
    const { checks } = evaluate(trialsOf(500, 3))
    expect([stateOf(checks, 'C8'), stateOf(checks, 'C9')]).toEqual(['NOT_RUN', 'NOT_RUN'])
  })
})

describe('C24 and C7 warn before they fail', () => {
  it.each([
    { probability: 0.96, state: 'PASS' },
    { probability: 0.92, state: 'WARN' },
    { probability: 0.89, state: 'FAIL' },
  ])('a DSR of $probability is $state', ({ probability, state }) => {
    const evidence = knownGoodCrv()
    const deflated = { value: { ...evidence.deflated.value!, probability }, missing: null }
    expect(stateOf(evaluate({ ...evidence, deflated }).checks, 'C7')).toBe(state)
  })
})

describe('a policy that lets a known-bad run pass issues no result', () => {
  const { dev, crv, product } = DEFAULT_POLICY
  it.each<{ name: string; control: RegExp; evidence: GateEvidence; policy: GatePolicy }>([
    {
      name: 'any metric will do',
      control: /D5/,
      evidence: gatherDevEvidence(good, { policy: dev }),
      policy: { ...DEFAULT_POLICY, dev: { ...dev, metricTolerance: 1 } },
    },
    {
      name: 'one trade is enough',
      control: /C4/,
      evidence: knownGoodCrv(),
      policy: { ...DEFAULT_POLICY, crv: { ...crv, minTrades: 1, minTradesPerFold: 0 } },
    },
    {
      name: 'any loss will do',
      control: /C26/,
      evidence: knownGoodCrv(),
      policy: { ...DEFAULT_POLICY, crv: { ...crv, minTotalReturn: -1 } },
    },
    {
      name: 'noise will do',
      control: /C7/,
      evidence: knownGoodCrv(),
      policy: { ...DEFAULT_POLICY, crv: { ...crv, minDsr: 0, warnDsr: 0 } },
    },
    {
      name: 'any number of waivers',
      control: /P20/,
      evidence: knownGoodProduct(),
      policy: { ...DEFAULT_POLICY, product: { ...product, maxWaiversTier1: 1000 } },
    },
  ])('$name', ({ control, evidence, policy }) => {
    expect(gatePolicySchema.safeParse(policy).success).toBe(true)
    const act = () => evaluateGate(evidence, { ...TERMS, policy })
    expect(act).toThrow(control)
    expect(act).toThrow(/No result was issued/)
  })
})

describe('the verdict', () => {
  const [check] = evaluate(knownGoodCrv()).checks
  const withStates = (...states: CheckResult['state'][]) => states.map((state) => ({ ...check!, state }))
  it.each([
    { states: ['PASS', 'WARN', 'WAIVED', 'N/A'], verdict: 'passed' },
    { states: ['PASS', 'NOT_RUN'], verdict: 'incomplete' },
    { states: ['PASS', 'STALE'], verdict: 'incomplete' },
    { states: ['NOT_RUN', 'FAIL'], verdict: 'failed' },
    { states: [], verdict: 'incomplete' },
  ] as const)('of $states is $verdict', ({ states, verdict }) => expect(verdictOf(withStates(...states))).toBe(verdict))

  it('is not moved by checks that do not block', () => {
    expect(verdictOf([...withStates('PASS'), { ...check!, blocking: false, state: 'FAIL' }])).toBe('passed')
  })
})

describe('waivers', () => {
  const bad = {
    ...knownGoodCrv(),
    survivorship: { value: 'unknown' as const, missing: null },
    devGate: { value: { isPassed: false, isStale: false, differences: [] }, missing: null },
  }
  const checks = evaluate(bad).checks
  const waiver = (checkId: string, expiresAtMs: number) => ({
    id: checkId,
    checkId,
    reason: 'Data vendor asked.',
    approvedBy: 'Grace',
    expiresAtMs,
  })

  it('excuse a failed check until they expire, and keep what was found', () => {
    const waived = applyWaivers(checks, [waiver('C25', 100)], 99)
    expect(waived.find(({ id }) => id === 'C25')).toMatchObject({ state: 'WAIVED', waiver: { approvedBy: 'Grace', expiresAtMs: 100 } })
    expect(stateOf(applyWaivers(checks, [waiver('C25', 100)], 100), 'C25')).toBe('FAIL')
    expect(
      stateOf(
        revertWaivers(waived, ({ expiresAtMs }) => expiresAtMs > 100),
        'C25',
      ),
    ).toBe('FAIL')
    expect(
      stateOf(
        revertWaivers(waived, ({ expiresAtMs }) => expiresAtMs > 99),
        'C25',
      ),
    ).toBe('WAIVED')
  })

  it('never excuse a fixed check, nor one without evidence', () => {
    expect(stateOf(applyWaivers(checks, [waiver('C1', 100)], 0), 'C1')).toBe('FAIL')
    const open = evaluate({ ...bad, survivorship: absent }).checks
    expect(stateOf(applyWaivers(open, [waiver('C25', 100)], 0), 'C25')).toBe('NOT_RUN')
  })
})

describe('production readiness', () => {
  const product = knownGoodProduct()
  it('needs somebody else to approve', () => {
    expect(evaluate(product)).toMatchObject({ productionReady: true, recommendation: expect.stringMatching(/^Ready for production/) })
    const local = { ...product, approval: { value: { ...product.approval.value!, isShared: false }, missing: null } }
    expect(evaluate(local)).toMatchObject({
      verdict: 'passed',
      productionReady: false,
      recommendation: expect.stringMatching(/unapproved/),
    })
  })
  it('is not there with an old or stale gate: P1 says which', () => {
    const old = { ...product.crv.value!, judgedAtMs: product.nowMs - 91 * 86_400_000 }
    const { checks, productionReady } = evaluate({ ...product, crv: { value: old, missing: null } })
    expect(checks[0]).toMatchObject({ id: 'P1', state: 'STALE', summary: 'The CRV gate is older than 90 days.' })
    expect(productionReady).toBe(false)
    const stale = { ...product.dev.value!, staleBecause: ['the engine'] }
    expect(evaluate({ ...product, dev: { value: stale, missing: null } }).checks[0]).toMatchObject({ state: 'STALE' })
  })
  it('of other gates is not a question', () => expect(concludeGate('dev', []).productionReady).toBeNull())
})
