import { expect, it } from 'vitest'
import type { GatePolicyDraft } from '#shared/domain/gatePolicy.ts'
import { policyFields, withPolicyField } from './policyFields.ts'

const draft = {
  dev: { replays: 3 },
  crv: { minTradesPerFold: 30, spaBenchmark: 'cash', implausible: { sharpeWarn: 3 } },
  product: {},
} as unknown as GatePolicyDraft

it('lists every number of a gate by its place, and nothing else', () => {
  expect(policyFields(draft, 'crv')).toEqual([
    { path: ['crv', 'minTradesPerFold'], label: 'Min trades per fold', value: 30 },
    { path: ['crv', 'implausible', 'sharpeWarn'], label: 'Implausible Sharpe warn', value: 3 },
  ])
})

it('changes one number and leaves the rest', () => {
  const changed = withPolicyField(draft, ['crv', 'implausible', 'sharpeWarn'], 2)
  expect(changed.crv).toEqual({ minTradesPerFold: 30, spaBenchmark: 'cash', implausible: { sharpeWarn: 2 } })
  expect(draft.crv.implausible.sharpeWarn).toBe(3)
})
