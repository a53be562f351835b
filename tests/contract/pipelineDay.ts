import type { Client } from '#shared/contract/contract.ts'
import type { Recording } from './validationDay.ts'

/** A pipeline to its end, and improvements that ask for too much to be kept, so that the day goes on with the same version: every procedure once. */
export async function recordPipelines(
  client: Client,
  recorder: Recording,
  { strategyId, datasetId }: { readonly strategyId: string; readonly datasetId: string },
): Promise<void> {
  const source = { kind: 'strategy' as const, strategyId }
  await recorder.refusal('pipelines.run', () =>
    client.pipelines.run({ source: { kind: 'goal', goal: 'x', riskPreference: 'moderate' }, datasetId }),
  )
  const { id } = await recorder.call('pipelines.run', () => client.pipelines.run({ source, datasetId }))
  while (['pending', 'running'].includes((await client.pipelines.get({ id })).status)) {
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  await recorder.call('pipelines.get', () => client.pipelines.get({ id }))
  await recorder.call('pipelines.list', () => client.pipelines.list({ strategyId, withTotal: true }))
  await recorder.refusal('pipelines.resume', () => client.pipelines.resume({ id }))
  await recorder.refusal('pipelines.cancel', () => client.pipelines.cancel({ id }))
  await recorder.call('pipelines.delete', () => client.pipelines.delete({ id }))
  await recorder.call('improvements.run', () => client.improvements.run({ strategyId, maxIterations: 2, minimumGain: 10 }))
  await recorder.call('improvements.list', () => client.improvements.list({ strategyId }))
}
