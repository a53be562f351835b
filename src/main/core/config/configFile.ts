import { randomUUID } from 'node:crypto'
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { z } from 'zod'
import { AppError } from '#shared/domain/appError.ts'
import { type Connection, connectionSchema } from '#shared/domain/connection.ts'

/** What is remembered between starts. Passwords never are. */
const configSchema = z.object({
  connection: connectionSchema.optional(),
  /** Scheduled backups; a relative folder lies in the data directory. */
  backups: z
    .strictObject({
      folder: z.string().min(1).max(4096).default('backups'),
      everyHours: z.number().min(0.25).max(8760).default(24),
      keep: z.int().min(1).max(1000).default(7),
    })
    .optional(),
})
export type Config = z.infer<typeof configSchema>

function broken(file: string, reason: string): AppError {
  return new AppError(
    'invalid_input',
    `The configuration file ${file} cannot be used: ${reason}. Correct it or delete it to start with the defaults.`,
    {
      details: { file },
    },
  )
}

async function readText(file: string): Promise<string | null> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code
    if (code === 'ENOENT') return null
    throw broken(file, `it could not be read (${code})`)
  }
}

function parseJson(file: string, text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw broken(file, 'it is not JSON')
  }
}

/** Reads config.json; a missing file is an empty configuration, a broken one AppError('invalid_input') naming the file. */
export async function readConfig(file: string): Promise<Config> {
  const text = await readText(file)
  if (text === null) return {}
  const config = configSchema.safeParse(parseJson(file, text))
  if (config.success) return config.data
  const issue = config.error.issues[0]
  throw broken(file, `${issue?.path.join('.') || 'its content'}: ${issue?.message ?? 'not valid'}`)
}

/**
 * Remembers the connection for the next start beside whatever else the file holds. The file is replaced in one step, so a
 * crash leaves the old or the new one.
 */
export async function rememberConnection(file: string, connection: Connection): Promise<void> {
  // Parsing strips whatever is not part of a connection, a password above all.
  const config: Config = { ...(await readConfig(file)), connection: connectionSchema.parse(connection) }
  const temporary = `${file}.${randomUUID()}.tmp`
  await mkdir(dirname(file), { recursive: true })
  try {
    await writeFile(temporary, `${JSON.stringify(config, null, 2)}\n`, { mode: 0o600 })
    await rename(temporary, file)
  } finally {
    await rm(temporary, { force: true })
  }
}
