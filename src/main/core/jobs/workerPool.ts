import { Worker } from 'node:worker_threads'
import { AppError } from '#shared/domain/appError.ts'
import type { EngineTaskName, EngineTasks, TaskReply, TaskRequest } from './engineTasks.ts'

/** How long a cancelled task may go on before its thread is ended. */
const CANCEL_GRACE_MS = 5000

export interface TaskOptions {
  readonly signal?: AbortSignal | undefined
  /** Told the share of the work done, 0..1. */
  readonly onProgress?: (fraction: number) => void
}

interface Job {
  readonly request: TaskRequest
  readonly options: TaskOptions
  readonly resolve: (output: never) => void
  readonly reject: (error: AppError) => void
}

/** A fixed number of threads that run engine tasks; a thread that crashes fails its own task only and is replaced. */
export class WorkerPool {
  readonly threads: number
  readonly #workerUrl: URL
  readonly #idle: Worker[] = []
  readonly #busy = new Map<Worker, Job>()
  readonly #queue: Job[] = []
  #closed = false

  constructor(workerUrl: URL, threads: number) {
    this.#workerUrl = workerUrl
    this.threads = threads
  }

  counts(): { active: number; queued: number } {
    return { active: this.#busy.size, queued: this.#queue.length }
  }

  /** Runs one task in a free thread, in order of arrival. Rejects with AppError only. */
  run<Name extends EngineTaskName>(
    task: Name,
    input: EngineTasks[Name]['input'],
    options: TaskOptions = {},
  ): Promise<EngineTasks[Name]['output']> {
    return new Promise((resolve, reject) => {
      if (this.#closed) return reject(new AppError('unavailable', 'The application is closing; the work was not started.'))
      if (options.signal?.aborted) return reject(cancelled())
      const control = new Int32Array(new SharedArrayBuffer(4))
      const job: Job = { request: { task, input, control } as TaskRequest, options, resolve, reject }
      options.signal?.addEventListener('abort', () => this.#cancel(job), { once: true })
      this.#queue.push(job)
      this.#dispatch()
    })
  }

  async close(): Promise<void> {
    this.#closed = true
    for (const job of this.#queue.splice(0)) job.reject(cancelled())
    for (const job of this.#busy.values()) Atomics.store(job.request.control, 0, 1)
    await Promise.all([...this.#idle, ...this.#busy.keys()].map((worker) => worker.terminate()))
  }

  #dispatch(): void {
    while (this.#queue.length > 0 && (this.#idle.length > 0 || this.#busy.size < this.threads)) {
      const job = this.#queue.shift()!
      const worker = this.#idle.pop() ?? this.#start()
      this.#busy.set(worker, job)
      worker.ref()
      worker.postMessage(job.request)
    }
  }

  #start(): Worker {
    const worker = new Worker(this.#workerUrl)
    worker.on('message', (reply: TaskReply) => this.#receive(worker, reply))
    worker.on('error', (error) => this.#discard(worker, `The computation stopped unexpectedly: ${error.message}`))
    worker.on('exit', () => this.#discard(worker, 'The computation thread ended unexpectedly.'))
    worker.unref()
    return worker
  }

  #receive(worker: Worker, reply: TaskReply): void {
    const job = this.#busy.get(worker)
    if (job === undefined) return
    if (reply.kind === 'progress') {
      job.options.onProgress?.(reply.fraction)
      return
    }
    this.#busy.delete(worker)
    // While closing, the process must stay until the thread has ended.
    if (!this.#closed) worker.unref()
    this.#idle.push(worker)
    if (reply.kind === 'done') job.resolve(reply.output as never)
    else job.reject(new AppError(reply.failure.code, reply.failure.message, { details: reply.failure.details }))
    this.#dispatch()
  }

  /** The thread is gone; the next task starts another. */
  #discard(worker: Worker, reason: string): void {
    const job = this.#busy.get(worker)
    this.#busy.delete(worker)
    const at = this.#idle.indexOf(worker)
    if (at >= 0) this.#idle.splice(at, 1)
    const wasCancelled = this.#closed || job?.options.signal?.aborted
    job?.reject(wasCancelled ? cancelled() : new AppError('run_failed', `${reason} Run it again.`))
    if (!this.#closed) this.#dispatch()
  }

  #cancel(job: Job): void {
    Atomics.store(job.request.control, 0, 1)
    const at = this.#queue.indexOf(job)
    if (at >= 0) {
      this.#queue.splice(at, 1)
      job.reject(cancelled())
      return
    }
    setTimeout(() => this.#endThreadOf(job), CANCEL_GRACE_MS).unref()
  }

  #endThreadOf(job: Job): void {
    for (const [worker, running] of this.#busy) if (running === job) void worker.terminate()
  }
}

function cancelled(): AppError {
  return new AppError('cancelled', 'The work was cancelled before it finished.')
}
