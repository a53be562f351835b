import type { Client } from '#shared/contract/contract.ts'
import type { Recording } from './validationDay.ts'

const AXES = [
  { name: 'fast', from: 5, to: 15, step: 5 },
  { name: 'stop_loss', values: ['none', 0.05] },
]

/** Sweeps from plan to run, and the ledger of trials: every procedure once. */
export async function recordSweeps(
  client: Client,
  recorder: Recording,
  subject: { readonly strategyId: string; readonly datasetId: string },
): Promise<void> {
  const request = { ...subject, axes: AXES }
  await recorder.call('sweeps.describeSettings', () => client.sweeps.describeSettings())
  await recorder.call('sweeps.plan', () => client.sweeps.plan(request))
  await recorder.refusal('sweeps.run', () => client.sweeps.run({ ...request, where: 'fast <' }))
  const { id } = await recorder.call('sweeps.run', () => client.sweeps.run(request))
  while (['pending', 'running'].includes((await client.sweeps.get({ id })).status)) {
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  await recorder.call('sweeps.get', () => client.sweeps.get({ id }))
  await recorder.call('sweeps.list', () => client.sweeps.list({ statuses: ['completed'], withTotal: true }))
  await recorder.call('sweeps.rows', () => client.sweeps.rows({ id, limit: 2, filters: [{ column: 'parameter.fast', min: 10 }] }))
  await recorder.call('sweeps.columns', () => client.sweeps.columns({ id, names: ['parameter.fast', 'sharpe_ratio', 'score'] }))
  await recorder.refusal('sweeps.runTrial', () => client.sweeps.runTrial({ id, trial: 6 }))
  const run = await recorder.call('sweeps.runTrial', () => client.sweeps.runTrial({ id, trial: 0 }))
  while (['pending', 'running'].includes((await client.backtests.get({ id: run.id })).status)) {
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  await recorder.refusal('sweeps.pause', () => client.sweeps.pause({ id }))
  await recorder.refusal('sweeps.resume', () => client.sweeps.resume({ id }))
  await recorder.refusal('sweeps.cancel', () => client.sweeps.cancel({ id }))
  await recorder.call('trials.count', () => client.trials.count({ strategyId: subject.strategyId }))
  await recorder.call('trials.declare', () => client.trials.declare({ ...subject, trials: 500 }))
  await recorder.call('sweeps.delete', () => client.sweeps.delete({ id }))
}
