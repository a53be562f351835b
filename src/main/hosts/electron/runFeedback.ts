import { type BrowserWindow, Notification } from 'electron'
import type { RunEvent } from '#shared/domain/backtest.ts'
import { raise } from './mainWindow.ts'

const NO_BAR = -1

/**
 * Tells of runs outside the page: a bar on the taskbar while any runs here, a note when one ends while the person is
 * elsewhere. Ends with the stream of events.
 */
export async function showRunFeedback(events: AsyncIterable<RunEvent>, window: BrowserWindow): Promise<void> {
  const progress = new Map<string, number>()
  for await (const event of events) {
    if (window.isDestroyed()) return
    const { id } = subjectOf(event)
    if ('progress' in event) progress.set(id, event.progress)
    else if (event.status === 'running') progress.set(id, 0)
    else progress.delete(id)
    if ('status' in event) noteEnd(event, window)
    window.setProgressBar(overall(progress))
  }
}

function subjectOf(event: RunEvent): { id: string; what: string } {
  if ('backtestId' in event) return { id: event.backtestId, what: 'A backtest' }
  if ('sweepId' in event) return { id: event.sweepId, what: 'A sweep' }
  if ('validationId' in event) return { id: event.validationId, what: 'A validation' }
  if ('pipelineId' in event) return { id: event.pipelineId, what: 'A pipeline' }
  return { id: event.subject.id, what: 'A robustness test' }
}

/** Mean of all runs, 0..1. */
function overall(progress: ReadonlyMap<string, number>): number {
  if (progress.size === 0) return NO_BAR
  return [...progress.values()].reduce((sum, fraction) => sum + fraction, 0) / progress.size
}

const ENDINGS: Readonly<Partial<Record<string, string>>> = {
  completed: 'has completed',
  failed: 'has failed',
  interrupted: 'was interrupted',
}

type Change = Extract<RunEvent, { status: string }>

const ENDED: Readonly<Record<Change['kind'], string>> = {
  changed: 'A backtest',
  validationChanged: 'A validation',
  sweepChanged: 'A sweep',
  pipelineChanged: 'A pipeline',
  robustnessChanged: 'A robustness test',
}

function noteEnd(event: Change, window: BrowserWindow): void {
  const ending = ENDINGS[event.status]
  if (ending === undefined || window.isFocused() || !Notification.isSupported()) return
  const note = new Notification({ title: 'Aurelius', body: `${ENDED[event.kind]} ${ending}.` })
  note.on('click', () => raise(window))
  note.show()
}
