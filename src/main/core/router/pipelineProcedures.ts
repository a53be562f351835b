import type { ContractImplementer } from './implementer.ts'

/** Pipelines, and the improvement of strategies. */
export function implementPipelines(os: ContractImplementer) {
  return {
    pipelines: {
      list: os.pipelines.list.handler(({ context, input }) => context.services().pipelines.list(input)),
      get: os.pipelines.get.handler(({ context, input }) => context.services().pipelines.get(input.id)),
      run: os.pipelines.run.handler(({ context, input }) => context.services().pipelines.run(input)),
      resume: os.pipelines.resume.handler(({ context, input }) => context.services().pipelines.resume(input.id)),
      cancel: os.pipelines.cancel.handler(({ context, input }) => context.services().pipelines.cancel(input.id)),
      delete: os.pipelines.delete.handler(({ context, input }) => context.services().pipelines.delete(input.id)),
    },
    improvements: {
      run: os.improvements.run.handler(({ context, input, signal }) => context.services().improvements.run(input, signal)),
      list: os.improvements.list.handler(({ context, input }) => context.services().improvements.list(input)),
    },
  }
}
