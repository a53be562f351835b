import type { EngineTaskName, EngineTasks, TaskRequest } from './engineTasks.ts'
import { sweepShare } from './sweepShare.ts'

/**
 * Runs one task on the calling thread. Throws AppError as the engine does; polls `control` for cancellation. All threads
 * of a pool share sweeps out among them and carry the code for it; that of other tasks, which is most of it, is loaded by
 * the thread that first gets one.
 */
export async function runTask(
  request: TaskRequest,
  onProgress: (fraction: number) => void,
): Promise<EngineTasks[EngineTaskName]['output']> {
  switch (request.task) {
    case 'sweepShare':
      return sweepShare(request.input, request.control, onProgress)
    case 'ping':
      return true
    default: {
      const { runLoadedTask } = await import('./loadedTasks.ts')
      return runLoadedTask(request, onProgress)
    }
  }
}
