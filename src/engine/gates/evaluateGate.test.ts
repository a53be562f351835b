import { describe, expect, it } from 'vitest'
import type { AppError } from '#shared/domain/appError.ts'
import { type CheckResult, checkResultSchema } from '#shared/domain/gate.ts'
import { knownGoodRun } from './controls/knownGoodRun.ts'
import { syntheticLedger } from './controls/syntheticLedger.ts'
import { evaluateGate, verdictOf } from './evaluateGate.ts'
import { type GateSubject, gatherEvidence } from './gatherEvidence.ts'
import { DEFAULT_POLICY } from './policy.ts'

const good = knownGoodRun()
const evaluate = (gateType: 'dev' | 'crv', subject: GateSubject) =>
  evaluateGate(gatherEvidence(gateType, subject, { policy: DEFAULT_POLICY }), DEFAULT_POLICY)
const stateOf = (checks: readonly CheckResult[], id: string) => checks.find((check) => check.id === id)?.state

/** A believable winner: an annual Sharpe ratio near 1.6 over 1,000 days with 240 trades. */
const WINNER: GateSubject = {
  ...good,
  stored: {
    ...good.stored,
    ledger: syntheticLedger({
      returns: Float64Array.from({ length: 1000 }, (_, i) => (i % 2 ? 0.011 : -0.009)),
      tradeProfits: Float64Array.from({ length: 240 }, (_, i) => (i % 2 ? 900 : -700)),
    }),
  },
}

describe('a run without a fault', () => {
  const { verdict, checks, recommendation } = evaluate('dev', good)
  it('passes the dev gate', () => {
    expect(verdict).toBe('passed')
    expect(recommendation).toBe('Every check passed.')
  })
  it.each(checks)('$id $title is PASS with its evidence', (check) => {
    expect(check.state).toBe('PASS')
    expect(check.action).toBeNull()
    expect(checkResultSchema.safeParse(check).success).toBe(true)
    expect(check.margin).toBeGreaterThanOrEqual(0)
  })
  it('shows D1 D4 D5 D6 D7 D8 D11 D14 D17', () => {
    expect(checks.map(({ id }) => id)).toEqual(['D1', 'D4', 'D5', 'D6', 'D7', 'D8', 'D11', 'D14', 'D17'])
  })
})

describe('a believable winner', () => {
  const { verdict, checks, recommendation } = evaluate('crv', WINNER)
  it('passes the CRV gate with the folds still open', () => {
    expect(verdict).toBe('passed')
    expect(recommendation).toBe('No check failed; look at 1 warning: C4.')
  })
  it.each(['C6', 'C12', 'C16', 'C24', 'C26', 'C32'])('%s is PASS', (id) => expect(stateOf(checks, id)).toBe('PASS'))
  it('never passes C4 silently: folds need walk-forward', () => {
    const tradeCount = checks.find(({ id }) => id === 'C4')
    expect(tradeCount).toMatchObject({ state: 'WARN', value: 240, margin: 140 })
    expect(tradeCount?.summary).toMatch(/30 trades a fold were not checked/)
  })
  it('says which bars were out of sample and how they were chosen', () => {
    const entries = checks.find(({ id }) => id === 'C12')?.evidence.map(({ value }) => value) ?? []
    expect(entries[0]).toMatch(/^\d{4}-\d\d-\d\d to \d{4}-\d\d-\d\d, 500 returns, 240 trades$/)
    expect(entries[1]).toMatch(/not walk-forward/)
  })
})

describe('what is missing is never a pass', () => {
  it('a run without records leaves the dev gate incomplete or failed', () => {
    const { verdict, checks } = evaluate('dev', {
      ...good,
      quality: null,
      stored: { ledger: null, metrics: null, identity: good.stored.identity },
    })
    expect(verdict).toBe('incomplete')
    for (const id of ['D1', 'D5', 'D6', 'D7', 'D8', 'D11', 'D17']) expect(stateOf(checks, id)).toBe('NOT_RUN')
  })

  it('a lost identity fails', () => {
    expect(evaluate('dev', { ...good, stored: { ...good.stored, identity: null } }).verdict).toBe('failed')
  })

  it('an identity of an older engine is stale', () => {
    const identity = { ...good.stored.identity, engine_version: '0.0.1' }
    const { verdict, checks } = evaluate('dev', { ...good, stored: { ...good.stored, identity } })
    expect(stateOf(checks, 'D4')).toBe('STALE')
    expect(verdict).toBe('incomplete')
  })

  it('an error while gathering becomes NOT_RUN with its reason', () => {
    const spec = { ...good.spec, strategy: { type: 'carry' as const, parameters: {} } }
    const { checks } = evaluate('dev', { ...good, spec })
    expect(checks.find(({ id }) => id === 'D1')).toMatchObject({
      state: 'NOT_RUN',
      summary: expect.stringMatching(/carry needs a panel/),
    })
  })

  it('a cancellation is passed on', () => {
    const cancel = { isCancelled: () => true }
    const act = () => gatherEvidence('dev', good, { policy: DEFAULT_POLICY, cancel })
    expect(act).toThrow(expect.objectContaining({ code: 'cancelled' }) as AppError)
  })

  it('bars that are not daily leave the gaps open', () => {
    const bars = { ...good.bars, time: good.bars.time.map((_, i) => i * 3_600_000) }
    expect(stateOf(evaluate('dev', { ...good, bars }).checks, 'D11')).toBe('NOT_RUN')
  })
})

describe('a ruined run', () => {
  it('fails, however early it was ruined', () => {
    const ledger = syntheticLedger({
      returns: Float64Array.from({ length: 100 }, (_, i) => (i === 5 ? -1 : 0.01)),
      tradeProfits: new Float64Array(1),
    })
    const { verdict, checks } = evaluate('crv', { ...good, stored: { ...good.stored, ledger: { ...ledger, ruined: true } } })
    expect(verdict).toBe('failed')
    expect(checks.find(({ id }) => id === 'C26')).toMatchObject({ state: 'FAIL', value: -1 })
  })
})

describe('C24 warns before it fails', () => {
  it.each([
    { name: 'a Sharpe ratio of about 3.8', up: 0.0125, down: -0.0075, profits: [900, -700], state: 'WARN' },
    { name: 'a Sharpe ratio beyond 5', up: 0.0135, down: -0.0065, profits: [900, -700], state: 'FAIL' },
    { name: 'a profit factor of 9', up: 0.011, down: -0.009, profits: [900, -100], state: 'FAIL' },
    { name: 'nothing but winners', up: 0.011, down: -0.009, profits: [900, 800], state: 'FAIL' },
  ])('$name is $state', ({ up, down, profits, state }) => {
    const ledger = syntheticLedger({
      returns: Float64Array.from({ length: 1000 }, (_, i) => (i % 2 ? up : down)),
      tradeProfits: Float64Array.from({ length: 40 }, (_, i) => profits[i % 2]!),
    })
    expect(stateOf(evaluate('crv', { ...good, stored: { ...good.stored, ledger } }).checks, 'C24')).toBe(state)
  })
})

describe('the verdict', () => {
  const [check] = evaluate('dev', good).checks
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
