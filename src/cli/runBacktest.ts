import { setTimeout as delay } from 'node:timers/promises'
import type { Client } from '#shared/contract/contract.ts'
import { AppError } from '#shared/domain/appError.ts'
import type { Backtest } from '#shared/domain/backtest.ts'
import type { Terminal } from './terminal.ts'

export type BacktestRequest = Parameters<Client['backtests']['run']>[0]

const POLL_MS = 50

/**
 * Starts a run and waits for its end; Ctrl-C cancels it.
 * @throws AppError with the run's own code when it fails, is cancelled or interrupted.
 */
export async function runBacktest(client: Client, request: BacktestRequest, terminal: Terminal): Promise<Backtest> {
  const { id } = await client.backtests.run(request)
  const cancel = () => {
    client.backtests.cancel({ id }).catch(() => {})
  }
  process.once('SIGINT', cancel)
  try {
    return requireCompleted(await waitForEnd(client, id, terminal))
  } finally {
    terminal.showStatus('')
    process.off('SIGINT', cancel)
  }
}

async function waitForEnd(client: Client, id: string, terminal: Terminal): Promise<Backtest> {
  for (;;) {
    const backtest = await client.backtests.get({ id })
    if (backtest.status !== 'pending' && backtest.status !== 'running') return backtest
    terminal.showStatus(`${backtest.strategyName}: ${Math.floor(backtest.progress * 100)}%`)
    await delay(POLL_MS)
  }
}

function requireCompleted(backtest: Backtest): Backtest {
  if (backtest.status === 'completed') return backtest
  const { id, status, errorCode, errorMessage } = backtest
  const code = errorCode ?? (status === 'cancelled' ? 'cancelled' : 'run_failed')
  throw new AppError(code, errorMessage ?? `The run was ${status} before its end; start it again`, { details: { id, status } })
}
