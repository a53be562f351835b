import type { RunStatus } from './backtest.ts'

/** Waiting or working: there is something to cancel and something to wait for. */
export function isUnderWay(status: RunStatus): boolean {
  return status === 'pending' || status === 'running'
}
