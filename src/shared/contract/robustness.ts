import type { z } from 'zod'
import { robustnessSchema, robustnessSubjectSchema } from '../domain/robustness.ts'
import { robustnessJobSchema, robustnessOptionsSchema } from '../domain/robustnessJob.ts'
import { procedure } from './base.ts'

export const runRobustnessInputSchema = robustnessOptionsSchema.extend({ subject: robustnessSubjectSchema })
export type RunRobustnessInput = z.infer<typeof runRobustnessInputSchema>

export const robustnessContract = {
  /**
   * Answers once the test is stored as pending; news comes from `backtests.watch`, the result is `latest` when it has completed.
   * One at a time for a subject, whoever started it.
   */
  start: procedure.route({ method: 'POST', path: '/robustness/start' }).input(runRobustnessInputSchema).output(robustnessJobSchema),
  /** The test under way, or else the newest; null: none was ever started on this subject. */
  job: procedure
    .route({ method: 'GET', path: '/robustness/{kind}/{id}/job' })
    .input(robustnessSubjectSchema)
    .output(robustnessJobSchema.nullable()),
  /** Begins the newest test anew, with the options it had, when it was interrupted. */
  resume: procedure
    .route({ method: 'POST', path: '/robustness/{kind}/{id}/resume' })
    .input(robustnessSubjectSchema)
    .output(robustnessJobSchema),
  /** Also of a test that another process carries out. */
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
