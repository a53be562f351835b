import { parseArgs } from 'node:util'
import { z } from 'zod'
import { AppError } from '#shared/domain/appError.ts'

const portSchema = z
  .string()
  .regex(/^\d{1,5}$/)
  .transform(Number)
  .pipe(z.int().min(0).max(65535))

const FLAGS = {
  db: { type: 'string' },
  'data-dir': { type: 'string' },
  port: { type: 'string' },
  host: { type: 'string' },
  'no-open': { type: 'boolean' },
} as const

const launchFlagsSchema = z.object({
  db: z.string().trim().min(1).optional(),
  'data-dir': z.string().trim().min(1).optional(),
  port: portSchema.optional(),
  'no-open': z.boolean().default(false),
})

/** What the person who starts a window or a server may choose. */
export interface LaunchFlags {
  /** A SQLite file or a database URL; null = decided elsewhere. */
  readonly database: string | null
  readonly dataDirectory: string | null
  /** TCP port of the loopback host; 0 = any free one. */
  readonly port: number
  /** Whether to open a browser window. */
  readonly open: boolean
}

/**
 * Reads the flags of `npm start`. Throws AppError('invalid_input') naming the flag that is unknown or wrong.
 * @param strict false = leave alone what is not ours, as Electron's own switches
 */
export function parseLaunchFlags(args: readonly string[], { strict } = { strict: true }): LaunchFlags {
  const flags = launchFlagsSchema.safeParse(splitFlags(args, strict))
  if (!flags.success) {
    const flag = String(flags.error.issues[0]?.path[0])
    const expected = flag === 'port' ? 'a number from 0 to 65535' : 'a value'
    throw new AppError('invalid_input', `--${flag} needs ${expected}.`, { details: { field: flag } })
  }
  const { db, port, 'data-dir': dataDirectory, 'no-open': noOpen } = flags.data
  return { database: db ?? null, dataDirectory: dataDirectory ?? null, port: port ?? 0, open: !noOpen }
}

function splitFlags(args: readonly string[], strict: boolean): unknown {
  try {
    return parseArgs({ args: [...args], options: FLAGS, strict }).values
  } catch (error) {
    throw new AppError('invalid_input', `${error instanceof Error ? error.message : String(error)}. Run with --help to see the flags.`)
  }
}
