import { isAppError } from '#shared/domain/appError.ts'
import type { PipelineStageName } from '#shared/domain/pipeline.ts'
import type { RunProgress } from '../../jobs/runQueue.ts'
import { awaitRun, type RunDesk, type RunState } from './awaitRun.ts'
import type { StageServices } from './stageServices.ts'

/** The stages that are runs of their own. */
export type RunStageName = Extract<PipelineStageName, 'backtest' | 'sweep' | 'walk_forward'>

/** The service that carries a stage's run. */
export function deskOf(services: StageServices, name: RunStageName): RunDesk<RunState> {
  switch (name) {
    case 'backtest':
      return deskOver(services.backtests)
    case 'sweep':
      return deskOver(services.sweeps)
    case 'walk_forward':
      return deskOver(services.validations)
  }
}

export function deskOver<Run extends RunState>(service: RunDesk<Run>): RunDesk<Run> {
  return {
    get: (id) => service.get(id),
    resume: (id) => service.resume(id),
    cancel: (id) => service.cancel(id),
  }
}

interface StageRun<Run extends RunState> {
  readonly id: string
  readonly desk: RunDesk<Run>
  /** Stores the run under the id. */
  readonly start: () => Promise<unknown>
}

/** One id, one run: it is started unless it is there already, and taken over as it stands. Throws what `awaitRun` and `start` throw. */
export async function carryRun<Run extends RunState>({ id, desk, start }: StageRun<Run>, progress: RunProgress): Promise<Run> {
  const find = async () => ((await isThere(() => desk.get(id))) ? id : null)
  await findOrMake(find, start)
  return awaitRun(desk, id, progress)
}

/**
 * What is there, or else what is made now. A pipeline that was resumed elsewhere is for some seconds carried on by two
 * processes: whoever comes second takes what the first has made under the same id.
 */
export async function findOrMake<Found>(find: () => Promise<Found | null>, make: () => Promise<Found>): Promise<Found> {
  const found = await find()
  if (found !== null) return found
  try {
    return await make()
  } catch (error) {
    const made = isAppError(error) && error.code === 'conflict' ? await find() : null
    if (made === null) throw error
    return made
  }
}

export async function isThere(get: () => Promise<unknown>): Promise<boolean> {
  try {
    await get()
    return true
  } catch (error) {
    if (isAppError(error) && error.code === 'not_found') return false
    throw error
  }
}
