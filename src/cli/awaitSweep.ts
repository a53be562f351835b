import { setTimeout as delay } from 'node:timers/promises'
import type { Client } from '#shared/contract/contract.ts'
import { AppError } from '#shared/domain/appError.ts'
import type { Sweep } from '#shared/domain/sweep.ts'
import type { Terminal } from './terminal.ts'

const POLL_MS = 50

/**
 * Waits for a sweep's end, showing how far it is; Ctrl-C cancels it.
 * @throws AppError with the sweep's own code when it fails, is cancelled or interrupted.
 */
export async function awaitSweep(client: Client, id: string, terminal: Terminal): Promise<Sweep> {
  const cancel = () => {
    client.sweeps.cancel({ id }).catch(() => {})
  }
  process.once('SIGINT', cancel)
  try {
    for (;;) {
      const sweep = await client.sweeps.get({ id })
      if (sweep.status !== 'pending' && sweep.status !== 'running') return requireCompleted(sweep)
      terminal.showStatus(`${sweep.strategyName}: ${Math.floor(sweep.progress * sweep.trialCount)} of ${sweep.trialCount} trials`)
      await delay(POLL_MS)
    }
  } finally {
    terminal.showStatus('')
    process.off('SIGINT', cancel)
  }
}

function requireCompleted(sweep: Sweep): Sweep {
  const { id, status, errorCode, errorMessage } = sweep
  if (status === 'completed') return sweep
  const code = errorCode ?? (status === 'cancelled' ? 'cancelled' : 'run_failed')
  throw new AppError(code, errorMessage ?? `The sweep was ${status} before its end; start it again`, { details: { id, status } })
}
