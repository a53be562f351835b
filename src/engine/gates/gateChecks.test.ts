import { describe, expect, it } from 'vitest'
import type { CheckResult, GateType } from '#shared/domain/gate.ts'
import { checkCrvSelfTest, checkDevSelfTest, checkProductSelfTest } from './checks/selfTest.ts'
import { knownGoodCrv } from './controls/knownGoodCrv.ts'
import { knownGoodRun } from './controls/knownGoodRun.ts'
import { knownGoodProduct } from './controls/productControls.ts'
import { evaluateGate } from './evaluateGate.ts'
import { gatherDevEvidence } from './gatherDevEvidence.ts'
import { DEFAULT_POLICY } from './policy.ts'
import type { GateEvidence } from './runChecks.ts'
import { runNegativeControls } from './runNegativeControls.ts'

const GOOD: Readonly<Record<GateType, GateEvidence>> = {
  dev: gatherDevEvidence(knownGoodRun(), { policy: DEFAULT_POLICY.dev }),
  crv: knownGoodCrv(),
  product: knownGoodProduct(),
}

/** Every check of the tables, and whether a waiver may excuse it. */
const TABLES: Readonly<Record<GateType, { readonly all: string; readonly fixed: string }>> = {
  dev: { all: 'D1 D2 D3 D4 D5 D6 D7 D8 D9 D10 D11 D14 D15 D17 D18', fixed: 'D1 D2 D4 D5 D6 D7 D8 D9 D11 D17 D18' },
  crv: {
    all: 'C1 C2 C3 C4 C5 C6 C7 C8 C9 C10 C12 C13 C14 C15 C16 C17 C18 C19 C20 C21 C22 C24 C25 C26 C30 C31 C32',
    fixed: 'C1 C5 C10 C30 C31 C32',
  },
  product: {
    all: 'P1 P3 P4 P6 P7 P11 P13 P14 P15 P16 P20 P21 P23 P24',
    fixed: 'P1 P3 P6 P7 P11 P23 P24',
  },
}

describe.each(['dev', 'crv', 'product'] as const)('the %s gate', (gateType) => {
  const { verdict, checks } = evaluateGate(GOOD[gateType], { policy: DEFAULT_POLICY, waivers: [], nowMs: 0 })
  const outcomes = runNegativeControls(gateType, DEFAULT_POLICY)

  it('has every check of its table, in order', () => expect(checks.map(({ id }) => id).join(' ')).toBe(TABLES[gateType].all))
  it('lets nobody waive the fixed ones', () =>
    expect(
      checks
        .filter(({ waivable }) => !waivable)
        .map(({ id }) => id)
        .join(' '),
    ).toBe(TABLES[gateType].fixed))
  it('passes good evidence', () => expect(verdict).toBe('passed'))
  it.each(checks)('$id passes good evidence', ({ state, action, summary, source }) => {
    expect(state).toBe('PASS')
    expect(action).toBeNull()
    expect(summary).not.toBe('')
    expect(source).toBeDefined()
  })
  it.each(outcomes)('$checkId sees $name', ({ state, expected }) => expect(state).toBe(expected))
  it('has a known-bad run for every check but its self-test', () => {
    const covered = new Set(outcomes.map(({ checkId }) => checkId))
    expect(checks.map(({ id }) => id).filter((id) => !covered.has(id))).toEqual([checks.find(({ title }) => /^Self-test/.test(title))?.id])
  })
})

describe('the self-tests', () => {
  const missed = [{ checkId: 'D8', name: 'a peeking strategy', expected: 'FAIL', state: 'PASS', caught: false }] as const
  const caught = missed.map((outcome) => ({ ...outcome, state: 'FAIL' as const, caught: true }))
  it.each<{ id: string; check: CheckResult }>([
    { id: 'D18', check: checkDevSelfTest(missed) },
    { id: 'C32', check: checkCrvSelfTest(missed, 0) },
    { id: 'P24', check: checkProductSelfTest(missed) },
  ])('$id fails when a known-bad run gets by', ({ id, check }) => {
    expect(check).toMatchObject({ id, state: 'FAIL', summary: 'Not caught: a peeking strategy (D8).' })
  })
  it('C32 fails on fills at the close that decided them, and says where to fill', () => {
    expect(checkCrvSelfTest(caught, 3)).toMatchObject({ state: 'FAIL', value: 3, action: expect.stringMatching(/next_open/) })
  })
  it('never passes without having tried', () => expect(checkDevSelfTest([]).state).toBe('NOT_RUN'))
})
