import { isDeepStrictEqual } from 'node:util'
import type { Connection } from '#shared/domain/connection.ts'
import type { ConnectionProfile } from '#shared/domain/connectionProfile.ts'

/** Whether a password for one serves the other: same server, same user, and no weaker encryption on the way. */
export function isSameLogin(a: Connection, b: Connection): boolean {
  if (a.dialect !== 'postgres' || b.dialect !== 'postgres') return false
  return a.host === b.host && a.port === b.port && a.user === b.user && a.tls === b.tls && a.tlsCaFile === b.tlsCaFile
}

/** Whether both name the same rows, however they are reached. */
export function isSamePlace(a: Connection, b: Connection): boolean {
  if (a.dialect === 'sqlite' || b.dialect === 'sqlite') return a.dialect === b.dialect && fileOf(a) === fileOf(b)
  return a.host === b.host && a.port === b.port && a.database === b.database && a.schema === b.schema
}

const fileOf = (connection: Connection) => (connection.dialect === 'sqlite' ? connection.file : null)

/** The profile of a database: the one saved with all its settings, else one of the same place; null = none. */
export function profileOf(profiles: readonly ConnectionProfile[], connection: Connection): ConnectionProfile | null {
  const same = profiles.filter((profile) => isSamePlace(profile.connection, connection))
  return same.find((profile) => isDeepStrictEqual(profile.connection, connection)) ?? same[0] ?? null
}
