import { z } from 'zod'
import { errorCodeSchema, runStatusSchema } from '../domain/backtest.ts'
import { idSchema, instantMsSchema } from '../domain/primitives.ts'
import { robustnessSchema, robustnessSubjectSchema } from '../domain/robustness.ts'
import { procedure } from './base.ts'

export const runRobustnessInputSchema = z.object({
  subject: robustnessSubjectSchema,
  /** Paths of every Monte Carlo method. */
  paths: z.int().min(1000).max(20_000).default(2000),
  /** Runs with positions left out at random. */
  draws: z.int().min(10).max(1000).default(100),
  seed: z
    .int()
    .min(0)
    .max(2 ** 32 - 1)
    .default(42),
  /** Also walks forward over other lengths: only of a validation. Its trials count. */
  matrix: z.boolean().default(false),
})
export type RunRobustnessInput = z.infer<typeof runRobustnessInputSchema>

/** A test under way, or how the last one ended since the application started. Only what completes is stored. */
export const robustnessJobSchema = z.object({
  /** Of the test that will be stored. */
  id: idSchema,
  subject: robustnessSubjectSchema,
  status: runStatusSchema,
  /** Share of the work done, 0..1. */
  progress: z.number().min(0).max(1),
  errorCode: errorCodeSchema.nullable(),
  errorMessage: z.string().nullable(),
  startedAtMs: instantMsSchema,
})
export type RobustnessJob = z.infer<typeof robustnessJobSchema>

export const robustnessContract = {
  /** Answers at once; news comes from `backtests.watch`, the result is `latest` when it has completed. One at a time for a subject. */
  start: procedure.route({ method: 'POST', path: '/robustness/start' }).input(runRobustnessInputSchema).output(robustnessJobSchema),
  /** null: none was started on this subject since the application was. */
  job: procedure
    .route({ method: 'GET', path: '/robustness/{kind}/{id}/job' })
    .input(robustnessSubjectSchema)
    .output(robustnessJobSchema.nullable()),
  /** Answers when it has stopped. */
  cancel: procedure
    .route({ method: 'POST', path: '/robustness/{kind}/{id}/cancel' })
    .input(robustnessSubjectSchema)
    .output(robustnessJobSchema),
  /** Answers when the tests are done and stored; ending the call cancels them. */
  run: procedure.route({ method: 'POST', path: '/robustness/run' }).input(runRobustnessInputSchema).output(robustnessSchema),
  /** The newest tests of a run or validation; null when there are none. */
  latest: procedure
    .route({ method: 'GET', path: '/robustness/{kind}/{id}' })
    .input(robustnessSubjectSchema)
    .output(robustnessSchema.nullable()),
}
