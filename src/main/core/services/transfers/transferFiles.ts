import { lstat, mkdir, readdir } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { AppError } from '#shared/domain/appError.ts'
import { databaseFileNameSchema, type FileChoice } from '#shared/domain/transfer.ts'
import type { FileDialogs } from '../../config/fileDialogs.ts'
import { newId } from '../newId.ts'

export interface ListedFile {
  readonly name: string
  readonly bytes: number
  readonly changedAtMs: number
}

/** Files as callers may name them: by a name in one folder, or by the token of a dialog. Paths stay in here. */
export interface TransferFiles {
  readonly hasDialogs: boolean
  /** The plain files of a folder that have the name of a database, newest first; a missing folder holds none. */
  list(folder: string): Promise<ListedFile[]>
  /** Throws `unavailable` where the system offers no dialogs. */
  choose(request: { readonly purpose: 'save' | 'open'; readonly suggestedName: string }): Promise<{ token: string; name: string } | null>
  /** The path of a file in a folder. Throws `not_found` for a token nobody was given, `forbidden` for a name that leads elsewhere. */
  locate(choice: FileChoice, folder: string): Promise<string>
}

/** @param dialogs null = none on this host */
export function createTransferFiles(dialogs: FileDialogs | null): TransferFiles {
  const chosen = new Map<string, string>()
  return {
    hasDialogs: dialogs !== null,
    list: listFiles,
    choose: async ({ purpose, suggestedName }) => {
      if (dialogs === null)
        throw new AppError('unavailable', 'There are no file dialogs here. Choose a file of the backup folder by its name.')
      const path = await (purpose === 'save' ? dialogs.chooseNew(suggestedName) : dialogs.chooseExisting())
      if (path === null) return null
      const token = newId()
      chosen.set(token, path)
      return { token, name: basename(path) }
    },
    locate: async (choice, folder) => {
      if (choice.by === 'name') return locateByName(choice.name, folder)
      const path = chosen.get(choice.token)
      if (path === undefined) throw new AppError('not_found', 'The chosen file is not known any more. Choose it again.')
      return path
    },
  }
}

async function locateByName(name: string, folder: string): Promise<string> {
  const path = join(folder, databaseFileNameSchema.parse(name))
  const facts = await lstat(path).catch(() => null)
  const leadsElsewhere = dirname(path) !== join(folder) || (facts !== null && !facts.isFile())
  if (!leadsElsewhere) return path
  throw new AppError('forbidden', `${name} is not a plain file of ${folder}. Choose a file that lies in that folder itself.`, {
    details: { name },
  })
}

async function listFiles(folder: string): Promise<ListedFile[]> {
  await mkdir(folder, { recursive: true })
  const files: ListedFile[] = []
  for (const name of await readdir(folder)) {
    const facts = await lstat(join(folder, name)).catch(() => null)
    if (!facts?.isFile() || !databaseFileNameSchema.safeParse(name).success) continue
    files.push({ name, bytes: facts.size, changedAtMs: Math.round(facts.mtimeMs) })
  }
  return files.sort((a, b) => b.changedAtMs - a.changedAtMs || a.name.localeCompare(b.name, 'en'))
}
