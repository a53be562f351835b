import { resolve } from 'node:path'
import type { Config } from './configFile.ts'

const HOUR_MS = 3_600_000

/** When and where backups are made. */
export interface BackupSettings {
  /** Absolute; made when missing. Backups made by hand lie there too. */
  readonly folder: string
  /** From one scheduled backup to the next, in ms; null = none is scheduled. */
  readonly everyMs: number | null
  /** How many of the newest scheduled ones stay; at least 1. */
  readonly keep: number
}

/** What the configuration says about backups; without a word, none is scheduled. */
export function backupSettings({ backups }: Config, dataDirectory: string): BackupSettings {
  const { folder = 'backups', everyHours = 24, keep = 7, scheduled = false } = backups ?? {}
  return { folder: resolve(dataDirectory, folder), everyMs: scheduled ? everyHours * HOUR_MS : null, keep }
}
