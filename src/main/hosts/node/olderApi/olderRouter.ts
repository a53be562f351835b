import type { ServedApplication } from '../../servedApplication.ts'
import { implementBacktests } from './backtestProcedures.ts'
import { implementGates } from './gateProcedures.ts'
import { createOlderImplementer, directClient } from './olderImplementer.ts'
import { implementOrchestrator, implementReflexion } from './pipelineProcedures.ts'
import { implementStrategies } from './strategyProcedures.ts'
import { implementValidation } from './validationProcedures.ts'

/** The older paths, each answered by the procedures that the window uses. */
export function createOlderRouter(application: ServedApplication) {
  const client = directClient(application)
  const os = createOlderImplementer()
  return os.router({
    strategies: implementStrategies(os, client),
    backtests: implementBacktests(os, client),
    validation: implementValidation(os, client),
    gates: implementGates(os, client),
    orchestrator: implementOrchestrator(os, client),
    reflexion: implementReflexion(os, client),
    health: os.health.handler(async () => {
      const { database, workers } = await client.system.health()
      return { status: database.ok && workers.ok ? ('healthy' as const) : ('degraded' as const), database, workers }
    }),
  })
}
