import { z } from 'zod'
import { errorCodeSchema } from './backtest.ts'
import { connectionSchema } from './connection.ts'
import { idSchema, instantMsSchema } from './primitives.ts'

/** A file's own name: no folder, and nothing a system takes for one. */
export const databaseFileNameSchema = z
  .string()
  .regex(/^[A-Za-z0-9_][A-Za-z0-9_. -]{0,119}\.sqlite$/, 'must be a plain file name that ends in .sqlite')

/** A file by its name in the folder it belongs to, or by the token of a file dialog. Never a path. */
export const fileChoiceSchema = z.discriminatedUnion('by', [
  z.object({ by: z.literal('name'), name: databaseFileNameSchema }),
  z.object({ by: z.literal('dialog'), token: idSchema }),
])
export type FileChoice = z.infer<typeof fileChoiceSchema>

/** A connection and, only on the way in, its password; null = one that is kept for this login, if any. */
export const connectionInputSchema = z.object({ connection: connectionSchema, password: z.string().max(1024).nullable().default(null) })

/** Where rows go: a new SQLite file, or a database. */
export const destinationSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('file'), file: fileChoiceSchema }),
  connectionInputSchema.extend({ kind: z.literal('database') }),
])
export type Destination = z.infer<typeof destinationSchema>

const replaceSchema = z.boolean().default(false)

/** Work on a whole database. `replace` deletes what the destination holds; a new file never takes the place of another. */
export const transferTaskSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('backup'), file: fileChoiceSchema }),
  z.object({ kind: z.literal('verify'), file: fileChoiceSchema }),
  z.object({ kind: z.literal('restore'), file: fileChoiceSchema, to: destinationSchema, replace: replaceSchema }),
  z.object({ kind: z.literal('copy'), to: destinationSchema, replace: replaceSchema }),
])
export type TransferTask = z.infer<typeof transferTaskSchema>

const progressSchema = z.object({
  stage: z.enum(['copying', 'verifying']),
  table: z.string(),
  rows: z.int(),
  rowsTotal: z.int(),
  bytes: z.int(),
  bytesTotal: z.int(),
  /** Of all the work, copying and reading back; 0..1. */
  fraction: z.number(),
  /** null before anything has been moved. */
  bytesPerSecond: z.number().nullable(),
  secondsLeft: z.number().nullable(),
})

/** One piece of such work, under way or done. */
export const transferSchema = z.object({
  id: idSchema,
  kind: z.enum(['backup', 'verify', 'restore', 'copy']),
  /** Files and databases by the names people know. */
  from: z.string(),
  /** null when nothing is written. */
  to: z.string().nullable(),
  state: z.enum(['running', 'completed', 'failed', 'cancelled']),
  startedAtMs: instantMsSchema,
  endedAtMs: instantMsSchema.nullable(),
  progress: progressSchema.nullable(),
  result: z
    .object({
      rows: z.int(),
      bytes: z.int(),
      /** Went on from where an interrupted one had stopped. */
      resumed: z.boolean(),
      /** What the backup says about itself; null for other work. */
      backup: z.object({ appVersion: z.string(), createdAtMs: instantMsSchema, source: z.string() }).nullable(),
    })
    .nullable(),
  /** A database that was filled and may now be used; null otherwise. */
  filled: connectionSchema.nullable(),
  error: z.object({ code: errorCodeSchema, message: z.string() }).nullable(),
})
export type Transfer = z.infer<typeof transferSchema>

/** Backups that are made by themselves. */
export const backupRuleSchema = z.object({
  scheduled: z.boolean(),
  everyHours: z.number().min(0.25).max(8760),
  /** How many of the newest scheduled ones stay. */
  keep: z.int().min(1).max(1000),
})
export type BackupPlanRule = z.infer<typeof backupRuleSchema>

/** The folder of backups and what is in it, newest first. */
export const backupFolderSchema = z.object({
  folder: z.string(),
  /** Where new database files go. */
  dataDirectory: z.string(),
  /** Whether the system's own file dialogs can be had. */
  hasDialogs: z.boolean(),
  files: z.array(z.object({ name: z.string(), bytes: z.int(), changedAtMs: instantMsSchema })),
  rule: backupRuleSchema,
  /** Why the latest scheduled backup failed; null when it did not. */
  problem: z.string().nullable(),
})
export type BackupFolder = z.infer<typeof backupFolderSchema>
