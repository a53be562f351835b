import { z } from 'zod'
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

export const robustnessContract = {
  /** Answers when the tests are done and stored; ending the call cancels them. */
  run: procedure.route({ method: 'POST', path: '/robustness/run' }).input(runRobustnessInputSchema).output(robustnessSchema),
  /** The newest tests of a run or validation; null when there are none. */
  latest: procedure
    .route({ method: 'GET', path: '/robustness/{kind}/{id}' })
    .input(robustnessSubjectSchema)
    .output(robustnessSchema.nullable()),
}
