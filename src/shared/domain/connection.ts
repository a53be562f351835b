import { z } from 'zod'

/** Where the data lives. Passwords are held in main, never returned to a client. */
export const connectionSchema = z.discriminatedUnion('dialect', [
  z.object({ dialect: z.literal('sqlite'), file: z.string().min(1).max(4096) }),
  z.object({
    dialect: z.literal('postgres'),
    host: z.string().min(1).max(255),
    port: z.int().min(1).max(65535),
    database: z.string().min(1).max(63),
    user: z.string().min(1).max(63),
    schema: z.string().min(1).max(63).default('public'),
    tls: z.enum(['disable', 'require', 'verify-full']).default('verify-full'),
    poolMax: z.int().min(1).max(100).default(10),
  }),
])
export type Connection = z.infer<typeof connectionSchema>
export type Dialect = Connection['dialect']

/** Result of one stage of a connection test; the first failing stage says how to mend it. */
export const connectionStageSchema = z.object({
  stage: z.enum(['resolve', 'connect', 'tls', 'login', 'database', 'schema', 'rights']),
  state: z.enum(['ok', 'failed', 'skipped']),
  message: z.string(),
})
export const connectionTestSchema = z.object({ ok: z.boolean(), stages: z.array(connectionStageSchema), latencyMs: z.number().nullable() })
export type ConnectionTest = z.infer<typeof connectionTestSchema>

export const databaseStatusSchema = z.object({
  dialect: z.enum(['sqlite', 'postgres']),
  /** Host and database, or file name: for people, without secrets. */
  label: z.string(),
  serverVersion: z.string(),
  applied: z.array(z.string()),
  pending: z.array(z.string()),
  /** Names of migrations the database has and this app does not know. */
  unknown: z.array(z.string()),
  state: z.enum(['ready', 'empty', 'migration_required', 'newer_than_app']),
  latencyMs: z.number(),
})
export type DatabaseStatus = z.infer<typeof databaseStatusSchema>
