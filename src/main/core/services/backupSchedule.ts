import { mkdir, readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { isAppError } from '#shared/domain/appError.ts'

const NAME = /^aurelius-(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z\.sqlite$/
const PARTIAL = /^aurelius-\d{8}T\d{6}Z\.sqlite\.partial/
const RETRY_MS = 15 * 60_000
/** The longest a timer can wait. */
const LONGEST_WAIT_MS = 2 ** 31 - 1

/** aurelius-20260131T120000Z.sqlite */
export function backupName(atMs: number): string {
  return `aurelius-${new Date(atMs).toISOString().replace(/[-:]|\.\d+/g, '')}.sqlite`
}

/** Epoch ms of a scheduled backup; null for any other file. */
function timeOf(name: string): number | null {
  const match = NAME.exec(name)
  if (!match) return null
  const [year, month, day, hour, minute, second] = match.slice(1).map(Number) as [number, number, number, number, number, number]
  return Date.UTC(year, month - 1, day, hour, minute, second)
}

export interface BackupRule {
  /** From one backup to the next, in ms. */
  readonly everyMs: number
  /** How many of the newest stay; at least 1. */
  readonly keep: number
}

export interface BackupPlan {
  /** 0 = now. */
  readonly dueInMs: number
  /** Names beyond the ones to keep, oldest first. */
  readonly expired: readonly string[]
}

/** What a folder's file names ask for; files of other names are nobody's business here. A clock set back delays by `everyMs` at most. */
export function planBackups(names: readonly string[], { everyMs, keep }: BackupRule, nowMs: number): BackupPlan {
  const backups = names.flatMap((name) => {
    const atMs = timeOf(name)
    return atMs === null ? [] : [{ name, atMs }]
  })
  backups.sort((a, b) => a.atMs - b.atMs)
  const newest = backups.at(-1)
  const dueInMs = newest === undefined ? 0 : Math.min(everyMs, Math.max(0, newest.atMs + everyMs - nowMs))
  return { dueInMs, expired: backups.slice(0, Math.max(0, backups.length - Math.max(1, keep))).map(({ name }) => name) }
}

export interface BackupScheduleParts extends BackupRule {
  /** Absolute; made when missing. */
  readonly folder: string
  /** Writes a new backup. */
  readonly backUp: (file: string) => Promise<unknown>
  /** Reads it back; throws when it is not whole. */
  readonly verify: (file: string) => Promise<unknown>
  /** Epoch ms UTC. */
  readonly now: () => number
  readonly log: (line: string) => void
}

export interface BackupSchedule {
  /** Backs up when it is due, from now on until `stop`. */
  readonly start: () => void
  /** Waits for a backup that is being written. */
  readonly stop: () => Promise<void>
  /** The new backup's file, found whole; null when none is due. Older ones go only after that. */
  readonly runIfDue: () => Promise<string | null>
  /** Why the latest one failed; null when it did not. */
  readonly problem: () => string | null
}

/** Backups at intervals, each verified after writing, the newest few kept. A failure is logged and tried again in a quarter of an hour. */
export function createBackupSchedule(parts: BackupScheduleParts): BackupSchedule {
  const { folder, now, log, verify } = parts
  let timer: NodeJS.Timeout | null = null
  let running: Promise<unknown> = Promise.resolve()
  let stopped = false
  let problem: string | null = null

  const plan = async () => planBackups(await readdir(folder), parts, now())

  async function runIfDue(): Promise<string | null> {
    await mkdir(folder, { recursive: true })
    if ((await plan()).dueInMs > 0) return null
    await removeUnfinished(folder)
    const file = join(folder, backupName(now()))
    await parts.backUp(file)
    await verify(file).catch(async (error: unknown) => {
      await rename(file, `${file}.damaged`)
      throw error
    })
    for (const name of (await plan()).expired) await rm(join(folder, name))
    return file
  }

  async function run(): Promise<void> {
    let waitMs = RETRY_MS
    try {
      const file = await runIfDue()
      if (file !== null) log(`Backed up to ${file}.`)
      problem = null
      waitMs = (await plan()).dueInMs
    } catch (error) {
      problem = isAppError(error) ? error.message : String(error)
      log(`The scheduled backup failed: ${problem}`)
    }
    if (!stopped) wait(waitMs)
  }

  function wait(ms: number): void {
    timer = setTimeout(
      () => {
        running = run()
      },
      Math.min(ms, LONGEST_WAIT_MS),
    )
    timer.unref()
  }

  return {
    start: () => wait(0),
    stop: async () => {
      stopped = true
      if (timer !== null) clearTimeout(timer)
      await running
    },
    runIfDue,
    problem: () => problem,
  }
}

/** What a killed process left half-written: its name is its own, so nobody goes on with it. */
async function removeUnfinished(folder: string): Promise<void> {
  for (const name of await readdir(folder)) if (PARTIAL.test(name)) await rm(join(folder, name))
}
