import { isAppError } from '#shared/domain/appError.ts'
import type { Pipeline } from '#shared/domain/pipeline.ts'
import { deskOf, type RunStageName } from './runStages.ts'
import type { StageServices } from './stageServices.ts'

const RUN_STAGES: ReadonlySet<string> = new Set<RunStageName>(['backtest', 'sweep', 'walk_forward'])

/** Cancels the run of the stage under way; one that is over or not there yet is left. */
export async function cancelStageRun(services: StageServices, { stages }: Pipeline): Promise<void> {
  const current = stages.find(({ startedAtMs, completedAtMs }) => startedAtMs !== null && completedAtMs === null)
  if (current === undefined || current.outputId === null || !RUN_STAGES.has(current.name)) return
  try {
    await deskOf(services, current.name as RunStageName).cancel(current.outputId)
  } catch (error) {
    if (!isAppError(error) || (error.code !== 'not_found' && error.code !== 'invalid_transition')) throw error
  }
}
