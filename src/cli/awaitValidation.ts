import { setTimeout as delay } from 'node:timers/promises'
import type { Client } from '#shared/contract/contract.ts'
import { AppError } from '#shared/domain/appError.ts'
import type { Validation } from '#shared/domain/validation.ts'
import type { Terminal } from './terminal.ts'

const POLL_MS = 50

/**
 * Waits for the end of a validation; Ctrl-C cancels it.
 * @throws AppError with its own code when it fails, is cancelled or interrupted.
 */
export async function awaitValidation(client: Client, id: string, terminal: Terminal): Promise<Validation> {
  const cancel = () => {
    client.validations.cancel({ id }).catch(() => {})
  }
  process.once('SIGINT', cancel)
  try {
    for (;;) {
      const validation = await client.validations.get({ id })
      if (validation.status !== 'pending' && validation.status !== 'running') return requireCompleted(validation)
      terminal.showStatus(`${validation.strategyName}: ${Math.floor(validation.progress * 100)}%`)
      await delay(POLL_MS)
    }
  } finally {
    terminal.showStatus('')
    process.off('SIGINT', cancel)
  }
}

function requireCompleted(validation: Validation): Validation {
  if (validation.status === 'completed') return validation
  const { id, status, errorCode, errorMessage } = validation
  const code = errorCode ?? (status === 'cancelled' ? 'cancelled' : 'run_failed')
  throw new AppError(code, errorMessage ?? `The validation was ${status} before its end; start it again`, { details: { id, status } })
}
