import type { Client } from '#shared/contract/contract.ts'

export interface Recording {
  readonly call: <Output>(procedure: string, call: () => Promise<Output>) => Promise<Output>
  readonly refusal: (procedure: string, call: () => Promise<unknown>) => Promise<void>
}

const PLAN = {
  mode: 'rolling',
  unit: 'bars',
  trainLength: 1000,
  testLength: 800,
  purgeBars: 5,
  embargoBars: 0,
  axes: ['fast=5:15:5', { name: 'slow', values: [40, 80] }],
} as const

/** Validations from layout to robustness: every procedure once. */
export async function recordValidations(
  client: Client,
  recorder: Recording,
  subject: { readonly strategyId: string; readonly datasetId: string },
): Promise<void> {
  const plan = { ...PLAN, axes: PLAN.axes.map((axis) => (typeof axis === 'string' ? axis : { ...axis, values: [...axis.values] })) }
  await recorder.call('validations.preview', () => client.validations.preview({ ...subject, plan }))
  const dates = { trainStart: '2001-01-01', trainEnd: '2004-12-31', testStart: '2005-01-01', testEnd: '2006-06-30' }
  const listed = { mode: 'listed' as const, windows: [dates], purgeBars: 5, embargoBars: 0 }
  await recorder.call('validations.preview', () => client.validations.preview({ ...subject, plan: listed }))
  await recorder.refusal('validations.run', () => client.validations.run({ ...subject, plan: { ...plan, trainLength: 90_000 } }))
  const { id } = await recorder.call('validations.run', () => client.validations.run({ ...subject, plan }))
  while (['pending', 'running'].includes((await client.validations.get({ id })).status)) {
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  await recorder.call('validations.get', () => client.validations.get({ id }))
  await recorder.call('validations.list', () => client.validations.list({ statuses: ['completed'], withTotal: true }))
  await recorder.call('validations.equity', () => client.validations.equity({ id }))
  await recorder.call('validations.trades', () => client.validations.trades({ id }))
  await recorder.call('validations.trials', () => client.validations.trials({ id }))
  await recorder.refusal('validations.cancel', () => client.validations.cancel({ id }))
  await recorder.refusal('validations.resume', () => client.validations.resume({ id }))
  const tested = { kind: 'validation', id } as const
  await recorder.call('robustness.latest', () => client.robustness.latest(tested))
  await recorder.call('robustness.job', () => client.robustness.job(tested))
  await recorder.refusal('robustness.resume', () => client.robustness.resume(tested))
  await recorder.refusal('robustness.cancel', () => client.robustness.cancel(tested))
  const unknown = { kind: 'validation', id: '00000000-0000-7000-8000-000000000000' } as const
  await recorder.refusal('robustness.start', () => client.robustness.start({ subject: unknown }))
  await recorder.call('robustness.run', () => client.robustness.run({ subject: tested, paths: 1000, draws: 10 }))
  await recorder.call('robustness.latest', () => client.robustness.latest(tested))
  await recorder.call('robustness.job', () => client.robustness.job(tested))
  await recorder.call('validations.delete', () => client.validations.delete({ id }))
}
