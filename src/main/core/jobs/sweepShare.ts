import { cancelSignalOf, throwIfCancelled } from '#engine/simulator/cancelSignal.ts'
import { runSweepShare } from '#engine/sweep/runSweepShare.ts'
import { runSymbolShare } from '#engine/sweep/runSymbolShare.ts'
import { SweepColumns } from '#engine/sweep/sweepColumns.ts'
import type { SweepShareInput } from './engineTasks.ts'
import { openInstruments } from './sharedInstruments.ts'
import { SweepState } from './sweepState.ts'

/** Between two reports of progress. */
const REPORT_MS = 50

/** Runs one share of a sweep on the calling thread, which sleeps while the sweep is paused. Progress is that of the whole sweep. */
export function sweepShare(input: SweepShareInput, control: Int32Array, onProgress: (fraction: number) => void): boolean {
  const { work, trials, share, memory } = input
  const state = new SweepState(input.state)
  const isTaskCancelled = cancelSignalOf(control).isCancelled
  const signal = { isCancelled: () => state.isCancelled || isTaskCancelled() }
  let reportedAtMs = 0
  const checkpoint = (done: number) => {
    state.addDone(done)
    while (state.isPaused && !signal.isCancelled()) state.waitWhilePaused()
    throwIfCancelled(signal)
    const nowMs = performance.now()
    if (nowMs - reportedAtMs < REPORT_MS) return
    reportedAtMs = nowMs
    onProgress(state.trialsDone / trials)
  }
  const duty = { share, columns: new SweepColumns(trials, memory), control: { checkpoint } }
  if (work.kind === 'grid') runSweepShare(work, duty)
  else runSymbolShare({ instruments: openInstruments(work.instruments), spec: work.spec }, duty)
  return true
}
