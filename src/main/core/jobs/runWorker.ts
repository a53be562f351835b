import { parentPort } from 'node:worker_threads'
import { isAppError } from '#shared/domain/appError.ts'
import type { TaskReply, TaskRequest } from './engineTasks.ts'
import { runTask } from './runTask.ts'

/** Entry of an engine thread: one task at a time, in order of arrival. */

const port = parentPort
if (port === null) throw new Error('runWorker runs only as a worker thread')
const reply = (message: TaskReply) => port.postMessage(message)

port.on('message', (request: TaskRequest) => {
  try {
    const output = runTask(request, (fraction) => reply({ kind: 'progress', fraction }))
    reply({ kind: 'done', output })
  } catch (error) {
    reply({ kind: 'failed', failure: describeFailure(error) })
  }
})

function describeFailure(error: unknown) {
  if (isAppError(error)) return { code: error.code, message: error.message, details: error.details }
  const message = error instanceof Error ? error.message : String(error)
  return { code: 'run_failed' as const, message: `The computation failed: ${message}`, details: {} }
}
