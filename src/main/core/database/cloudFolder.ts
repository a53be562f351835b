import type { Connection } from '#shared/domain/connection.ts'

/** A folder name by which each service's synchronised folder is known, on any platform. */
const SERVICES: readonly (readonly [service: string, folder: RegExp])[] = [
  ['Dropbox', /^dropbox( \(.+\))?$/i],
  ['OneDrive', /^onedrive( ?-.+)?$/i],
  ['iCloud Drive', /^(icloud ?drive|com~apple~clouddocs|mobile documents)$/i],
  ['Google Drive', /^(google ?drive(-.+)?|my drive|drivefs)$/i],
  ['cloud storage', /^cloudstorage$/i],
]

/**
 * What to know about a SQLite file in a folder that a service synchronises, and null elsewhere. Such a service copies
 * the file and its journal at different moments, and may put an older copy back.
 */
export function cloudFolderWarning(connection: Connection): string | null {
  if (connection.dialect !== 'sqlite') return null
  const folders = connection.file.split(/[\\/]/).slice(0, -1)
  const service = SERVICES.find(([, name]) => folders.some((folder) => name.test(folder)))?.[0]
  if (service === undefined) return null
  return `The database file lies in a folder that ${service} synchronises, which can damage it or bring back an older copy. Move it to a local folder, and keep backups of it in the cloud instead.`
}
