import { parentPort } from 'node:worker_threads'
import { isAppError } from '#shared/domain/appError.ts'
import type { TaskReply, TaskRequest } from './engineTasks.ts'
import { runTask } from './runTask.ts'

/** Entry of an engine thread, or of a process of its own: one task at a time, in order of arrival. */

interface Channel {
  readonly reply: (message: TaskReply) => void
  readonly listen: (listener: (request: TaskRequest) => void) => void
}

/** Electron's port of a utility process, whose messages come wrapped. */
interface UtilityPort {
  postMessage(message: unknown): void
  on(event: 'message', listener: (event: { data: unknown }) => void): void
}

function openChannel(): Channel {
  const thread = parentPort
  if (thread !== null) return { reply: (message) => thread.postMessage(message), listen: (listener) => thread.on('message', listener) }
  const utility = (process as { parentPort?: UtilityPort }).parentPort
  if (utility !== undefined) {
    return {
      reply: (message) => utility.postMessage(message),
      listen: (listener) => utility.on('message', ({ data }) => listener(data as TaskRequest)),
    }
  }
  if (process.send === undefined) throw new Error('runWorker runs only as a worker thread or a child process')
  return {
    reply: (message) => process.send?.(message),
    listen: (listener) => process.on('message', (request) => listener(request as TaskRequest)),
  }
}

const { reply, listen } = openChannel()

listen(async (request) => {
  try {
    const output = await runTask(request, (fraction) => reply({ kind: 'progress', fraction }))
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
