import type { Router as ServerRouter } from '@orpc/server'
import type { Contract } from '#shared/contract/contract.ts'
import { implementConnections } from './connectionProcedures.ts'
import { implementDatasets } from './datasetProcedures.ts'
import { implementGovernance } from './governanceProcedures.ts'
import { createImplementer, type RouterContext } from './implementer.ts'
import { implementPipelines } from './pipelineProcedures.ts'
import { implementReports } from './reportProcedures.ts'
import { implementSweeps } from './sweepProcedures.ts'
import { implementValidations } from './validationProcedures.ts'

export type { RouterContext } from './implementer.ts'

/** Implements the contract: each procedure calls one service. */
export function createRouter(): Router {
  const os = createImplementer()
  return os.router({
    strategies: {
      describeTypes: os.strategies.describeTypes.handler(({ context }) => context.services().strategies.describeTypes()),
      list: os.strategies.list.handler(({ context, input }) => context.services().strategies.list(input)),
      get: os.strategies.get.handler(({ context, input }) => context.services().strategies.get(input.id)),
      versions: os.strategies.versions.handler(({ context, input }) => context.services().strategies.versions(input.id)),
      generate: os.strategies.generate.handler(({ context, input }) => context.services().strategies.generate(input)),
      create: os.strategies.create.handler(({ context, input }) => context.services().strategies.create(input)),
      update: os.strategies.update.handler(({ context, input }) => context.services().strategies.update(input)),
      archive: os.strategies.archive.handler(({ context, input }) => context.services().strategies.archive(input.id)),
      restore: os.strategies.restore.handler(({ context, input }) => context.services().strategies.restore(input.id)),
      countDependents: os.strategies.countDependents.handler(({ context, input }) =>
        context.services().strategies.countDependents(input.id),
      ),
      delete: os.strategies.delete.handler(({ context, input }) => context.services().strategies.delete(input.id)),
    },
    ...implementDatasets(os),
    backtests: {
      list: os.backtests.list.handler(({ context, input }) => context.services().backtests.list(input)),
      get: os.backtests.get.handler(({ context, input }) => context.services().backtests.get(input.id)),
      run: os.backtests.run.handler(({ context, input }) => context.services().backtests.run(input)),
      resume: os.backtests.resume.handler(({ context, input }) => context.services().backtests.resume(input.id)),
      cancel: os.backtests.cancel.handler(({ context, input }) => context.services().backtests.cancel(input.id)),
      delete: os.backtests.delete.handler(({ context, input }) => context.services().backtests.delete(input.id)),
      replay: os.backtests.replay.handler(({ context, input, signal }) => context.services().backtests.replay(input.id, signal)),
      positions: os.backtests.positions.handler(({ context, input }) => context.services().backtests.positions(input.id)),
      trades: os.backtests.trades.handler(({ context, input }) => context.services().backtests.trades(input.id)),
      watch: os.backtests.watch.handler(({ context, signal }) => context.services().backtests.watch(signal)),
    },
    gates: {
      run: os.gates.run.handler(({ context, input, signal }) => context.services().gates.run(input, signal)),
      board: os.gates.board.handler(({ context, input }) => context.services().gates.board(input)),
      history: os.gates.history.handler(({ context, input }) => context.services().gates.history(input)),
      supplyReplay: os.gates.supplyReplay.handler(({ context, input }) => context.services().gates.supplyReplay(input)),
    },
    policies: {
      list: os.policies.list.handler(({ context }) => context.services().policies.list()),
      dryRun: os.policies.dryRun.handler(({ context, input, signal }) => context.services().policies.dryRun(input.draft, signal)),
      save: os.policies.save.handler(({ context, input, signal }) => context.services().policies.save(input, signal)),
    },
    readiness: {
      get: os.readiness.get.handler(({ context, input }) => context.services().readiness.get(input.strategyId)),
      save: os.readiness.save.handler(({ context, input }) => context.services().readiness.save(input.strategyId, input.draft)),
      targets: os.readiness.targets.handler(({ context, input }) => context.services().readiness.targets(input.strategyId)),
      saveTargets: os.readiness.saveTargets.handler(({ context, input }) =>
        context.services().readiness.saveTargets(input.strategyId, input.targets),
      ),
      scorecard: os.readiness.scorecard.handler(({ context, input }) => context.services().readiness.scorecard(input.strategyId)),
    },
    ...implementGovernance(os),
    ...implementReports(os),
    ...implementConnections(os),
    ...implementValidations(os),
    ...implementSweeps(os),
    ...implementPipelines(os),
    system: {
      info: os.system.info.handler(({ context }) => context.services().system.info()),
      health: os.system.health.handler(({ context }) => context.services().system.health()),
      diagnostics: os.system.diagnostics.handler(({ context }) => context.services().system.diagnostics()),
    },
  })
}

/** Named, because the inferred type is longer than the compiler writes down. */
export type Router = ServerRouter<Contract, RouterContext>
