import { z } from 'zod'

const timeoutMsSchema = z.int().min(0).max(86_400_000)

/** Opened for reading only, enforced by the database itself. Left out = false. */
const readOnlySchema = z.boolean().optional()

/** Where the data lives. Passwords are held in main, never returned to a client. What is left out has the default named beside it. */
export const connectionSchema = z.discriminatedUnion('dialect', [
  z.object({ dialect: z.literal('sqlite'), file: z.string().min(1).max(4096), readOnly: readOnlySchema }),
  z.object({
    dialect: z.literal('postgres'),
    host: z.string().min(1).max(255),
    port: z.int().min(1).max(65535),
    database: z.string().min(1).max(63),
    user: z.string().min(1).max(63),
    schema: z.string().min(1).max(63).default('public'),
    /** `require` encrypts, `verify-ca` also checks the certificate's authority, `verify-full` also the host name. */
    tls: z.enum(['disable', 'require', 'verify-ca', 'verify-full']).default('verify-full'),
    /** PEM file of the certificate authorities to trust instead of the well-known ones; a path on the machine that connects. */
    tlsCaFile: z.string().min(1).max(4096).optional(),
    poolMax: z.int().min(1).max(100).default(10),
    /** Connections kept open while idle. 0. */
    poolMin: z.int().min(0).max(100).optional(),
    /** After this long an idle connection beyond `poolMin` is closed. 30 s. */
    poolIdleTimeoutMs: timeoutMsSchema.optional(),
    /** How long a call waits for a connection of the pool. 15 s. */
    poolAcquireTimeoutMs: timeoutMsSchema.optional(),
    /** How long one statement may run; 0 = no limit. 60 s. */
    statementTimeoutMs: timeoutMsSchema.optional(),
    /** How long a statement waits for somebody else's lock; 0 = no limit. 5 s. */
    lockTimeoutMs: timeoutMsSchema.optional(),
    /** How long a transaction may do nothing before the server ends it; 0 = no limit. 60 s. */
    idleInTransactionTimeoutMs: timeoutMsSchema.optional(),
    readOnly: readOnlySchema,
  }),
])
export type Connection = z.infer<typeof connectionSchema>
export type PostgresConnection = Extract<Connection, { dialect: 'postgres' }>
export type SqliteConnection = Extract<Connection, { dialect: 'sqlite' }>
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
