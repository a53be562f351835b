import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { AppError } from '#shared/domain/appError.ts'
import type { BacktestInput, RunOutcome, TaskReply, TaskRequest } from './engineTasks.ts'
import { copyTaskData } from './taskData.ts'

/** A process of its own that runs engine tasks, as a worker thread would. */
export interface EngineProcess {
  send(request: TaskRequest): void
  onReply(listener: (reply: TaskReply) => void): void
  /** Told once, when the process is gone, why if there is a reason. */
  onExit(listener: (reason: string) => void): void
  kill(): void
}

/** Starts the worker entry as a process. */
export type StartProcess = (entry: URL) => EngineProcess

/** As plain Node does it; Electron has a way of its own. */
export function forkProcess(entry: URL): EngineProcess {
  const child = fork(fileURLToPath(entry), [], { serialization: 'advanced', execArgv: [], stdio: ['ignore', 'ignore', 'ignore', 'ipc'] })
  return {
    send: (request) => child.send(request),
    onReply: (listener) => child.on('message', (reply) => listener(reply as TaskReply)),
    onExit: (listener) => {
      child.once('error', (error) => listener(error.message))
      child.once('exit', (code) => listener(`it ended with code ${code}`))
    },
    kill: () => child.kill(),
  }
}

export interface FreshRun {
  readonly startProcess: StartProcess
  readonly entry: URL
  readonly signal: AbortSignal | undefined
}

/**
 * Repeats a run in a process that shares nothing with this one and is gone afterwards.
 * Throws `run_failed` with the reason, `cancelled`.
 */
export function replayInFreshProcess(input: BacktestInput, { startProcess, entry, signal }: FreshRun): Promise<RunOutcome> {
  return new Promise<RunOutcome>((resolve, reject) => {
    const child = startProcess(entry)
    const fail = (reason: string) => reject(new AppError('run_failed', `The fresh process could not repeat the run: ${reason}`))
    const cancel = () => {
      child.kill()
      reject(new AppError('cancelled', 'The work was cancelled before it finished.'))
    }
    if (signal?.aborted) return cancel()
    signal?.addEventListener('abort', cancel, { once: true })
    child.onExit((reason) => fail(reason))
    child.onReply((reply) => {
      if (reply.kind === 'progress') return
      signal?.removeEventListener('abort', cancel)
      if (reply.kind === 'done') resolve(reply.output as RunOutcome)
      else fail(reply.failure.message)
      child.kill()
    })
    const { spec, dataHash } = input
    child.send({ task: 'backtest', input: { ...copyTaskData(input), spec, dataHash }, control: new Int32Array(1) })
  })
}
