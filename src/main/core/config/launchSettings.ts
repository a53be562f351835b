import { join, resolve } from 'node:path'
import type { Connection } from '#shared/domain/connection.ts'
import type { ApplicationOptions } from '../applicationContract.ts'
import { type ConnectionWithSecret, connectionFromEnvironment, isEchoWanted, parseDatabaseUrl } from '../database/databaseUrl.ts'
import { type Config, readConfig, rememberConnection } from './configFile.ts'
import type { LaunchFlags } from './launchFlags.ts'
import { userDataDirectory } from './userDataDirectory.ts'

const CONFIG_FILE = 'config.json'
const DEFAULT_DATABASE_FILE = 'aurelius.sqlite'
const HOUR_MS = 3_600_000

export interface LaunchSurroundings {
  readonly flags: Pick<LaunchFlags, 'database' | 'dataDirectory'>
  readonly env: Readonly<Record<string, string | undefined>>
  readonly platform: NodeJS.Platform
  readonly homeDirectory: string
}

/** The part of the application's options that flags, environment and configuration file decide. */
export interface LaunchSettings
  extends Required<Pick<ApplicationOptions, 'dataDirectory' | 'connection' | 'password' | 'rememberConnection'>>,
    Pick<ApplicationOptions, 'fallbackConnection' | 'echoStatements' | 'backups'> {}

/**
 * Decides where the data lives. The first that speaks wins: flag, environment, config.json of the data directory,
 * a SQLite file in the data directory. Throws AppError('invalid_input') naming the flag, variable or file at fault.
 */
export async function resolveLaunchSettings(surroundings: LaunchSurroundings): Promise<LaunchSettings> {
  const { flags } = surroundings
  const dataDirectory = flags.dataDirectory === null ? userDataDirectory(surroundings) : resolve(flags.dataDirectory)
  const configFile = join(dataDirectory, CONFIG_FILE)
  const local: Connection = { dialect: 'sqlite', file: join(dataDirectory, DEFAULT_DATABASE_FILE) }
  const { connection, password } = await chooseConnection(surroundings, configFile, local)
  // Who names a database on the command line wants that one or a clear error; a server chosen earlier may be away.
  const mayFallBack = flags.database === null && connection !== local
  return {
    dataDirectory,
    connection,
    password,
    echoStatements: isEchoWanted(surroundings.env),
    ...(mayFallBack ? { fallbackConnection: local } : {}),
    ...backupSettings(await readConfig(configFile), dataDirectory),
    rememberConnection: (chosen) => rememberConnection(configFile, chosen),
  }
}

function backupSettings({ backups }: Config, dataDirectory: string): Pick<LaunchSettings, 'backups'> {
  if (backups === undefined) return {}
  const { folder, everyHours, keep } = backups
  return { backups: { folder: resolve(dataDirectory, folder), everyMs: everyHours * HOUR_MS, keep } }
}

async function chooseConnection({ flags, env }: LaunchSurroundings, configFile: string, local: Connection): Promise<ConnectionWithSecret> {
  if (flags.database !== null) return withAbsoluteFile(parseDatabaseUrl(flags.database))
  const fromEnvironment = connectionFromEnvironment(env)
  if (fromEnvironment !== null) return withAbsoluteFile(fromEnvironment)
  const { connection } = await readConfig(configFile)
  // A password is never written down; a remembered server may find it in the environment.
  if (connection !== undefined) return { connection, password: env['DB_PASSWORD'] ?? null }
  return { connection: local, password: null }
}

function withAbsoluteFile({ connection, password }: ConnectionWithSecret): ConnectionWithSecret {
  if (connection.dialect !== 'sqlite' || connection.file === ':memory:') return { connection, password }
  return { connection: { ...connection, file: resolve(connection.file) }, password }
}
