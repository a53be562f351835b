import { join, resolve } from 'node:path'
import type { Connection } from '#shared/domain/connection.ts'
import type { ApplicationOptions } from '../applicationContract.ts'
import { type ConnectionWithSecret, connectionFromEnvironment, isEchoWanted, parseDatabaseUrl } from '../database/databaseUrl.ts'
import { backupSettings } from './backupSettings.ts'
import { type ConfigStore, openConfigFile } from './configFile.ts'
import type { LaunchFlags } from './launchFlags.ts'
import { readOsUser } from './osUser.ts'
import { userDataDirectory } from './userDataDirectory.ts'

const CONFIG_FILE = 'config.json'
const DEFAULT_DATABASE_FILE = 'aurelius.sqlite'

export interface LaunchSurroundings {
  readonly flags: Pick<LaunchFlags, 'database' | 'dataDirectory'>
  readonly env: Readonly<Record<string, string | undefined>>
  readonly platform: NodeJS.Platform
  readonly homeDirectory: string
}

/** The part of the application's options that flags, environment and configuration file decide. */
export interface LaunchSettings
  extends Required<Pick<ApplicationOptions, 'dataDirectory' | 'connection' | 'password' | 'osUser' | 'configuration' | 'backups'>>,
    Pick<ApplicationOptions, 'fallbackConnection' | 'echoStatements'> {}

/**
 * Decides where the data lives. The first that speaks wins: flag, environment, config.json of the data directory,
 * a SQLite file in the data directory. Throws AppError('invalid_input') naming the flag, variable or file at fault.
 */
export async function resolveLaunchSettings(surroundings: LaunchSurroundings): Promise<LaunchSettings> {
  const { flags } = surroundings
  const dataDirectory = flags.dataDirectory === null ? userDataDirectory(surroundings) : resolve(flags.dataDirectory)
  const configuration = openConfigFile(join(dataDirectory, CONFIG_FILE))
  const local: Connection = { dialect: 'sqlite', file: join(dataDirectory, DEFAULT_DATABASE_FILE) }
  const { connection, password } = await chooseConnection(surroundings, configuration, local)
  // Who names a database on the command line wants that one or a clear error; a server chosen earlier may be away.
  const mayFallBack = flags.database === null && connection !== local
  return {
    dataDirectory,
    connection,
    password,
    osUser: readOsUser(),
    echoStatements: isEchoWanted(surroundings.env),
    ...(mayFallBack ? { fallbackConnection: local } : {}),
    backups: backupSettings(await configuration.read(), dataDirectory),
    configuration,
  }
}

async function chooseConnection(
  { flags, env }: LaunchSurroundings,
  configuration: ConfigStore,
  local: Connection,
): Promise<ConnectionWithSecret> {
  if (flags.database !== null) return withAbsoluteFile(parseDatabaseUrl(flags.database))
  const fromEnvironment = connectionFromEnvironment(env)
  if (fromEnvironment !== null) return withAbsoluteFile(fromEnvironment)
  const { connection } = await configuration.read()
  // Passwords are not in this file: a remembered server finds its own in the environment, or later in the vault.
  if (connection !== undefined) return { connection, password: env['DB_PASSWORD'] ?? null }
  return { connection: local, password: null }
}

function withAbsoluteFile({ connection, password }: ConnectionWithSecret): ConnectionWithSecret {
  if (connection.dialect !== 'sqlite' || connection.file === ':memory:') return { connection, password }
  return { connection: { ...connection, file: resolve(connection.file) }, password }
}
