import type { ContractImplementer } from './implementer.ts'

/** Walk-forward validations, and robustness tests of them and of runs. */
export function implementValidations(os: ContractImplementer) {
  return {
    validations: {
      list: os.validations.list.handler(({ context, input }) => context.services().validations.list(input)),
      get: os.validations.get.handler(({ context, input }) => context.services().validations.get(input.id)),
      preview: os.validations.preview.handler(({ context, input }) => context.services().validations.preview(input)),
      run: os.validations.run.handler(({ context, input }) => context.services().validations.run(input)),
      resume: os.validations.resume.handler(({ context, input }) => context.services().validations.resume(input.id)),
      cancel: os.validations.cancel.handler(({ context, input }) => context.services().validations.cancel(input.id)),
      delete: os.validations.delete.handler(({ context, input }) => context.services().validations.delete(input.id)),
      equity: os.validations.equity.handler(({ context, input }) => context.services().validations.equity(input.id)),
      trades: os.validations.trades.handler(({ context, input }) => context.services().validations.trades(input.id)),
      trials: os.validations.trials.handler(({ context, input }) => context.services().validations.trials(input.id)),
    },
    robustness: {
      start: os.robustness.start.handler(({ context, input }) => context.services().robustness.start(input)),
      job: os.robustness.job.handler(({ context, input }) => context.services().robustness.job(input)),
      resume: os.robustness.resume.handler(({ context, input }) => context.services().robustness.resume(input)),
      cancel: os.robustness.cancel.handler(({ context, input }) => context.services().robustness.cancel(input)),
      run: os.robustness.run.handler(({ context, input, signal }) => context.services().robustness.run(input, signal)),
      latest: os.robustness.latest.handler(({ context, input }) => context.services().robustness.latest(input)),
    },
  }
}
