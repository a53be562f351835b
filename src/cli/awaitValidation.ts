import type { Client } from '#shared/contract/contract.ts'
import type { Validation } from '#shared/domain/validation.ts'
import { awaitRun, percentDone } from './awaitRun.ts'
import type { Terminal } from './terminal.ts'

/** Throws what `awaitRun` throws. */
export function awaitValidation(client: Client, id: string, terminal: Terminal): Promise<Validation> {
  const { validations } = client
  const describe = ({ strategyName, progress }: Validation) => `${strategyName}: ${percentDone(progress)}`
  return awaitRun({ noun: 'validation', get: () => validations.get({ id }), cancel: () => validations.cancel({ id }), describe }, terminal)
}
