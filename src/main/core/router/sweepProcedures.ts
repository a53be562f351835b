import type { ContractImplementer } from './implementer.ts'

/** Sweeps, and the ledger of what was tried. */
export function implementSweeps(os: ContractImplementer) {
  return {
    sweeps: {
      list: os.sweeps.list.handler(({ context, input }) => context.services().sweeps.list(input)),
      get: os.sweeps.get.handler(({ context, input }) => context.services().sweeps.get(input.id)),
      describeSettings: os.sweeps.describeSettings.handler(({ context }) => context.services().sweeps.describeSettings()),
      plan: os.sweeps.plan.handler(({ context, input }) => context.services().sweeps.plan(input)),
      run: os.sweeps.run.handler(({ context, input }) => context.services().sweeps.run(input)),
      pause: os.sweeps.pause.handler(({ context, input }) => context.services().sweeps.pause(input.id)),
      resume: os.sweeps.resume.handler(({ context, input }) => context.services().sweeps.resume(input.id)),
      cancel: os.sweeps.cancel.handler(({ context, input }) => context.services().sweeps.cancel(input.id)),
      delete: os.sweeps.delete.handler(({ context, input }) => context.services().sweeps.delete(input.id)),
      rows: os.sweeps.rows.handler(({ context, input }) => context.services().sweeps.rows(input)),
      columns: os.sweeps.columns.handler(({ context, input }) => context.services().sweeps.columns(input)),
      runTrial: os.sweeps.runTrial.handler(({ context, input }) => context.services().sweeps.runTrial(input)),
    },
    trials: {
      count: os.trials.count.handler(({ context, input }) => context.services().trials.count(input.strategyId)),
      declare: os.trials.declare.handler(({ context, input }) => context.services().trials.declare(input)),
    },
  }
}
