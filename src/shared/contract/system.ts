import { z } from 'zod'
import { procedure } from './base.ts'

export const systemContract = {
  info: procedure.route({ method: 'GET', path: '/system' }).output(
    z.object({
      version: z.string(),
      engineVersion: z.string(),
      host: z.enum(['electron', 'browser', 'cli']),
      platform: z.string(),
      dataDirectory: z.string(),
      workerThreads: z.int(),
    }),
  ),
  /** Really asks the database and the workers. */
  health: procedure.route({ method: 'GET', path: '/health' }).output(
    z.object({
      database: z.object({ ok: z.boolean(), dialect: z.enum(['sqlite', 'postgres']), latencyMs: z.number().nullable() }),
      workers: z.object({ ok: z.boolean(), threads: z.int(), active: z.int(), queued: z.int() }),
    }),
  ),
  /** A file for somebody who helps: versions, settings, row counts and the end of the log, with secrets masked. */
  diagnostics: procedure.route({ method: 'GET', path: '/diagnostics' }).output(z.object({ fileName: z.string(), text: z.string() })),
}
