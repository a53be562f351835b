import type { Client } from '#shared/contract/contract.ts'

interface Recording {
  readonly call: <Output>(procedure: string, call: () => Promise<Output>) => Promise<Output>
}

/** Gates, policies and readiness: every procedure once. */
export async function recordGates(
  client: Client,
  recorder: Recording,
  { strategyId, backtestId }: { readonly strategyId: string; readonly backtestId: string },
): Promise<void> {
  const { identity } = await client.backtests.get({ id: backtestId })
  if (identity === null) throw new Error('a completed run has an identity')
  await recorder.call('gates.supplyReplay', () => client.gates.supplyReplay({ backtestId, platform: 'plan9-mips', identity }))
  await recorder.call('readiness.get', () => client.readiness.get({ strategyId }))
  await recorder.call('readiness.save', () => client.readiness.save({ strategyId, draft: { runbook: 'Flatten.', rollback: 'first' } }))
  await recorder.call('readiness.targets', () => client.readiness.targets({ strategyId }))
  await recorder.call('readiness.saveTargets', () => client.readiness.saveTargets({ strategyId, targets: { minSharpe: 1.1 } }))
  const [current] = await recorder.call('policies.list', () => client.policies.list())
  const { version, ...draft } = current!.policy
  const stricter = { ...draft, dev: { ...draft.dev, replays: 2 } }
  await recorder.call('policies.save', () => client.policies.save({ draft: stricter, reason: 'Faster.', expectedVersion: version }))
  await recorder.call('gates.run', () => client.gates.run({ strategyId, gateType: 'dev' }))
  await recorder.call('policies.dryRun', () => client.policies.dryRun({ draft }))
  await recorder.call('gates.board', () => client.gates.board())
  await recorder.call('gates.history', () => client.gates.history({ strategyId }))
  await recorder.call('readiness.scorecard', () => client.readiness.scorecard({ strategyId }))
}
