import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { AppError } from '#shared/domain/appError.ts'
import { connectionSchema } from '#shared/domain/connection.ts'
import { connectionProfileSchema } from '#shared/domain/connectionProfile.ts'
import { replaceJsonFile } from './replaceFile.ts'

/** What is remembered between starts. Passwords never are. */
const configSchema = z.object({
  connection: connectionSchema.optional(),
  /** Saved databases. */
  profiles: z.array(connectionProfileSchema).max(200).optional(),
  /** Backups, by schedule and by hand; a relative folder lies in the data directory. */
  backups: z
    .strictObject({
      folder: z.string().min(1).max(4096).default('backups'),
      scheduled: z.boolean().default(true),
      everyHours: z.number().min(0.25).max(8760).default(24),
      keep: z.int().min(1).max(1000).default(7),
    })
    .optional(),
  /** Where newer versions of the desktop program are announced; absent = it asks nobody. */
  updates: z.strictObject({ feed: z.url({ protocol: /^https$/ }).max(2048) }).optional(),
})
export type Config = z.infer<typeof configSchema>

/** Where the configuration is kept. */
export interface ConfigStore {
  read(): Promise<Config>
  /** Changes that come at the same time are made one after another. Throws what `read` throws. */
  update(change: (config: Config) => Config): Promise<Config>
}

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
async function readConfig(file: string): Promise<Config> {
  const text = await readText(file)
  if (text === null) return {}
  const config = configSchema.safeParse(parseJson(file, text))
  if (config.success) return config.data
  const issue = config.error.issues[0]
  throw broken(file, `${issue?.path.join('.') || 'its content'}: ${issue?.message ?? 'not valid'}`)
}

/** The configuration in a file that only its owner may read. */
export function openConfigFile(file: string): ConfigStore {
  return oneAtATime({ read: () => readConfig(file), write: (config) => replaceJsonFile(file, config) })
}

/** For callers that keep nothing between starts. */
export function keepConfigInMemory(): ConfigStore {
  let kept: Config = {}
  return oneAtATime({
    read: async () => kept,
    write: async (config) => {
      kept = config
    },
  })
}

interface ConfigPlace {
  readonly read: () => Promise<Config>
  readonly write: (config: Config) => Promise<void>
}

function oneAtATime({ read, write }: ConfigPlace): ConfigStore {
  let last: Promise<unknown> = Promise.resolve()
  return {
    read,
    update: (change) => {
      const turn = last.then(async () => {
        // Parsing strips whatever is not part of the configuration, a password above all.
        const next = configSchema.parse(change(await read()))
        await write(next)
        return next
      })
      last = turn.catch(() => undefined)
      return turn
    },
  }
}
