import { createHash } from 'node:crypto'
import { expect, it } from 'vitest'
import { runSpecSchema } from '#shared/domain/runSpec.ts'
import { canonicalSpec, hashSpec } from './hashSpec.ts'

const spec = runSpecSchema.parse({ strategy: { type: 'breakout', parameters: { entry: 55 } }, initial_cash: 1e-7 })

it('is canonical JSON: sorted keys, no blanks, shortest numbers, defaults filled in', () => {
  expect(canonicalSpec(spec)).toBe(
    '{"cost_model":{"type":"zero"},"end_date":null,' +
      '"execution":{"bracket_reference":"signal","fill":"next_open","fractional":false,"max_leverage":1,"sizing":{"type":"all_in"},' +
      '"slippage_bps":0,"spread_bps":0,"stop_loss":null,"take_profit":null},' +
      '"initial_cash":1e-7,"periods_per_year":252,"risk_free":0,"seed":42,"start_date":null,' +
      '"strategy":{"parameters":{"direction":"long_short","entry":55,"exit":10},"type":"breakout"}}',
  )
})

it('is hashed as UTF-8', () => {
  expect(hashSpec(spec)).toBe(createHash('sha256').update(canonicalSpec(spec), 'utf8').digest('hex'))
})

it('a rare setting is in it only where it does something', () => {
  const withExecution = (execution: object) => hashSpec(runSpecSchema.parse({ ...spec, execution }))
  const idle = { trailing_stop: null, time_stop: null, max_participation: null, borrow_rate: 0, maintenance_margin: 0 }
  expect(withExecution(idle)).toBe(withExecution({}))
  for (const set of [
    { trailing_stop: 0.1 },
    { time_stop: 5 },
    { max_participation: 0.2 },
    { borrow_rate: 0.01 },
    { maintenance_margin: 0.3 },
  ]) {
    expect(withExecution(set)).not.toBe(withExecution({}))
  }
})
