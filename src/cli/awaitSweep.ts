import type { Client } from '#shared/contract/contract.ts'
import type { Sweep } from '#shared/domain/sweep.ts'
import { awaitRun } from './awaitRun.ts'
import type { Terminal } from './terminal.ts'

/** Throws what `awaitRun` throws. */
export function awaitSweep(client: Client, id: string, terminal: Terminal): Promise<Sweep> {
  const describe = ({ strategyName, progress, trialCount }: Sweep) =>
    `${strategyName}: ${Math.floor(progress * trialCount)} of ${trialCount} trials`
  return awaitRun({ noun: 'sweep', get: () => client.sweeps.get({ id }), cancel: () => client.sweeps.cancel({ id }), describe }, terminal)
}
