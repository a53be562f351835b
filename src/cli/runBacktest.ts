import type { Client } from '#shared/contract/contract.ts'
import type { Backtest } from '#shared/domain/backtest.ts'
import { awaitRun, percentDone } from './awaitRun.ts'
import type { Terminal } from './terminal.ts'

export type BacktestRequest = Parameters<Client['backtests']['run']>[0]

/** Starts a run and waits for its end. Throws what `awaitRun` throws. */
export async function runBacktest({ backtests }: Client, request: BacktestRequest, terminal: Terminal): Promise<Backtest> {
  const { id } = await backtests.run(request)
  const describe = ({ strategyName, progress }: Backtest) => `${strategyName}: ${percentDone(progress)}`
  return awaitRun({ noun: 'run', get: () => backtests.get({ id }), cancel: () => backtests.cancel({ id }), describe }, terminal)
}
