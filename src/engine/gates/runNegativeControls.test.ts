import { describe, expect, it } from 'vitest'
import type { GatePolicy } from '#shared/domain/gatePolicy.ts'
import { gatePolicySchema } from '#shared/domain/gatePolicy.ts'
import { knownGoodRun } from './controls/knownGoodRun.ts'
import { evaluateGate } from './evaluateGate.ts'
import { gatherCrvEvidence } from './gatherEvidence.ts'
import { DEFAULT_POLICY } from './policy.ts'
import { runNegativeControls } from './runNegativeControls.ts'

describe('negative controls', () => {
  const outcomes = runNegativeControls(DEFAULT_POLICY)
  it.each(outcomes)('$checkId sees $name', ({ state, expected, caught }) => {
    expect(state).toBe(expected)
    expect(caught).toBe(true)
  })

  it('cover every check of both gates', () => {
    const ids = outcomes.map(({ checkId }) => checkId).sort()
    expect(ids).toEqual(['C12', 'C16', 'C24', 'C26', 'C32', 'C4', 'C6', 'D1', 'D11', 'D14', 'D17', 'D4', 'D5', 'D6', 'D7', 'D8'])
  })
})

describe('a policy that lets a known-bad run pass issues no result', () => {
  const { dev, crv } = DEFAULT_POLICY
  it.each<{ name: string; control: RegExp; policy: GatePolicy }>([
    { name: 'any metric will do', control: /D5/, policy: { ...DEFAULT_POLICY, dev: { ...dev, metricTolerance: 1 } } },
    { name: 'books may be a euro off', control: /D6/, policy: { ...DEFAULT_POLICY, dev: { ...dev, accountingTolerance: 1 } } },
    { name: 'no bar need be used', control: /D17/, policy: { ...DEFAULT_POLICY, dev: { ...dev, minRangeUsed: 0 } } },
    { name: 'one trade is enough', control: /C4/, policy: { ...DEFAULT_POLICY, crv: { ...crv, minTrades: 1 } } },
    { name: 'any loss will do', control: /C26/, policy: { ...DEFAULT_POLICY, crv: { ...crv, minTotalReturn: -1 } } },
    {
      name: 'nothing is implausible',
      control: /C24/,
      policy: {
        ...DEFAULT_POLICY,
        crv: { ...crv, implausible: { ...crv.implausible, sharpeFail: 1e6, winRate: 1, profitFactor: 1e9, minTrades: 1e6 } },
      },
    },
  ])('$name', ({ control, policy }) => {
    expect(gatePolicySchema.safeParse(policy).success).toBe(true)
    const evidence = gatherCrvEvidence(knownGoodRun(), { policy })
    expect(() => evaluateGate(evidence, policy)).toThrow(control)
    expect(() => evaluateGate(evidence, policy)).toThrow(/No result was issued/)
  })
})

it('the default policy is a valid document', () => {
  expect(gatePolicySchema.parse(DEFAULT_POLICY)).toEqual(DEFAULT_POLICY)
})
