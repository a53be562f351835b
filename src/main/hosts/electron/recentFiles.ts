import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { z } from 'zod'

const MOST = 10
const filesSchema = z.array(z.string().min(1).max(4096)).max(MOST)

/** The SQLite files opened last, the latest first. */
export interface RecentFiles {
  /** Those that are still there. */
  list(): string[]
  add(file: string): void
  clear(): void
}

export function keepRecentFiles(store: string): RecentFiles {
  const read = (): string[] => {
    try {
      return filesSchema.parse(JSON.parse(readFileSync(store, 'utf8')))
    } catch {
      return []
    }
  }
  const write = (files: readonly string[]) => {
    mkdirSync(dirname(store), { recursive: true })
    writeFileSync(store, JSON.stringify(files))
  }
  return {
    list: () => read().filter((file) => existsSync(file)),
    add: (file) => write([file, ...read().filter((other) => other !== file)].slice(0, MOST)),
    clear: () => write([]),
  }
}
