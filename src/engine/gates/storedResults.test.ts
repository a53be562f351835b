import { describe, expect, it } from 'vitest'
import type { CheckResult } from '#shared/domain/gate.ts'
import { gatePolicySchema } from '#shared/domain/gatePolicy.ts'
import { knownGoodCrv } from './controls/knownGoodCrv.ts'
import { knownGoodRun } from './controls/knownGoodRun.ts'
import { knownGoodProduct } from './controls/productControls.ts'
import { evaluateGate } from './evaluateGate.ts'
import { readEvidence, writeEvidence } from './evidenceText.ts'
import { gatherDevEvidence } from './gatherDevEvidence.ts'
import { DEFAULT_POLICY } from './policy.ts'
import { scoreReadiness } from './scoreReadiness.ts'
import { tightenPolicy } from './tightenPolicy.ts'

const TERMS = { policy: DEFAULT_POLICY, waivers: [], nowMs: 0 }
const dev = gatherDevEvidence(knownGoodRun(), { policy: DEFAULT_POLICY.dev })
const judged = { dev: evaluateGate(dev, TERMS), crv: evaluateGate(knownGoodCrv(), TERMS), product: evaluateGate(knownGoodProduct(), TERMS) }
const fresh = ({ checks }: { checks: CheckResult[] }) => ({ checks, isStale: false })
const all = { dev: fresh(judged.dev), crv: fresh(judged.crv), product: fresh(judged.product) }

describe('evidence as text', () => {
  it.each([dev, knownGoodCrv(), knownGoodProduct()])('of the $gateType gate is judged as before', (evidence) => {
    expect(evaluateGate(readEvidence(writeEvidence(evidence)), TERMS)).toEqual(evaluateGate(evidence, TERMS))
  })
  it('keeps numbers that are not finite: they must not turn into a pass', () => {
    const broken = {
      ...dev,
      metrics: { value: [{ name: 'cagr' as const, stored: 1, recomputed: null, difference: Number.POSITIVE_INFINITY }], missing: null },
    }
    const again = readEvidence(writeEvidence(broken))
    expect(again).toEqual(broken)
    expect(evaluateGate(again, TERMS).checks.find(({ id }) => id === 'D5')?.state).toBe('FAIL')
  })
})

describe("a strategy's own targets", () => {
  const none = { minSharpe: null, maxDrawdown: null, minTotalReturn: null, minTrades: null }
  it('only ever tighten', () => {
    const stricter = tightenPolicy(DEFAULT_POLICY, { ...none, minSharpe: 1.2, maxDrawdown: 0.1 })
    expect(stricter.crv).toMatchObject({ minSharpe: 1.2, maxDrawdown: 0.1, minTrades: 100 })
    expect(tightenPolicy(DEFAULT_POLICY, { minSharpe: -5, maxDrawdown: 0.9, minTotalReturn: -1, minTrades: 0 })).toEqual(DEFAULT_POLICY)
    expect(gatePolicySchema.parse(stricter)).toEqual(stricter)
  })
  it('decide: a Sharpe ratio of 1.6 is not enough for a goal of 2', () => {
    const policy = tightenPolicy(DEFAULT_POLICY, { ...none, minSharpe: 2 })
    expect(evaluateGate(knownGoodCrv(), { ...TERMS, policy }).checks.find(({ id }) => id === 'C12')?.state).toBe('FAIL')
  })
})

describe('the readiness scorecard', () => {
  it('weighs every check of the three gates once, to 100', () => {
    const { components, score, colour } = scoreReadiness('s', all)
    expect(components.map(({ name, weight }) => [name, weight])).toEqual([
      ['determinism', 25],
      ['risk', 20],
      ['policy', 25],
      ['operations', 15],
      ['usability', 15],
    ])
    const ids = Object.values(judged).flatMap(({ checks }) => checks.map(({ id }) => id))
    expect(components.flatMap(({ checks }) => checks).sort()).toEqual(ids.sort())
    expect([score, colour]).toEqual([100, 'green'])
  })
  it('counts what was not run, or is stale, for nothing', () => {
    expect(scoreReadiness('s', { dev: null, crv: null, product: null })).toMatchObject({ score: 0, colour: 'red', hardBlockers: [] })
    expect(scoreReadiness('s', { ...all, crv: { ...all.crv, isStale: true } }).score).toBeLessThan(70)
  })
  it('is red with a hard blocker, whatever the score', () => {
    const checks = judged.crv.checks.map((check) => (check.id === 'C31' ? { ...check, state: 'FAIL' as const } : check))
    const card = scoreReadiness('s', { ...all, crv: fresh({ checks }) })
    expect(card).toMatchObject({ colour: 'red', hardBlockers: ['C31'] })
    expect(card.score).toBeGreaterThan(95)
  })
  it('gives a waived check half: usability 15 points over three checks', () => {
    const checks = judged.product.checks.map((check) => (check.id === 'P16' ? { ...check, state: 'WAIVED' as const } : check))
    expect(scoreReadiness('s', { ...all, product: fresh({ checks }) }).score).toBeCloseTo(97.5, 12)
  })
})
