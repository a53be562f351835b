import { cancelSignalOf, throwIfCancelled } from '#engine/simulator/cancelSignal.ts'
import { runPanelShare } from '#engine/sweep/runPanelShare.ts'
import { runSweepShare, type SweepDuty } from '#engine/sweep/runSweepShare.ts'
import { runSymbolShare } from '#engine/sweep/runSymbolShare.ts'
import { SweepColumns } from '#engine/sweep/sweepColumns.ts'
import { assertNever } from '#shared/domain/appError.ts'
import type { SweepShareInput, SweepWork } from './engineTasks.ts'
import { openInstruments } from './sharedInstruments.ts'
import { openPanel } from './sharedPanel.ts'
import { SweepState } from './sweepState.ts'

/** Before the first report of progress (a sweep that is done sooner makes none: a message takes as long as many trials), and between two. */
const FIRST_REPORT_MS = 10
const REPORT_MS = 50

/** Leaves the engine in the middle of a share; never seen outside this file. */
class Paused extends Error {}

/**
 * Runs one share of a sweep on the calling thread. Progress is that of the whole sweep. False when the sweep was paused
 * before the share was done: the thread is free for other work, and the same share run again does the rest.
 */
export function sweepShare(input: SweepShareInput, control: Int32Array, onProgress: (fraction: number) => void): boolean {
  const { work, trials, share, memory } = input
  const state = new SweepState(input.state)
  const isTaskCancelled = cancelSignalOf(control).isCancelled
  const signal = { isCancelled: () => state.isCancelled || isTaskCancelled() }
  let reportAtMs = performance.now() + FIRST_REPORT_MS
  const checkpoint = (done: number) => {
    state.addDone(done)
    throwIfCancelled(signal)
    if (state.isPaused) throw new Paused()
    const nowMs = performance.now()
    if (nowMs < reportAtMs) return
    reportAtMs = nowMs + REPORT_MS
    onProgress(state.trialsDone / trials)
  }
  const duty = { share, columns: new SweepColumns(trials, memory), control: { checkpoint } }
  try {
    runWork(work, duty)
    return true
  } catch (error) {
    if (error instanceof Paused) return false
    throw error
  }
}

function runWork(work: SweepWork, duty: SweepDuty): void {
  switch (work.kind) {
    case 'grid':
      runSweepShare(work, duty)
      break
    case 'panelGrid':
      runPanelShare({ panel: openPanel(work.panel), plan: work.plan }, duty)
      break
    case 'symbols':
      runSymbolShare({ instruments: openInstruments(work.instruments), spec: work.spec }, duty)
      break
    default:
      assertNever(work)
  }
}
