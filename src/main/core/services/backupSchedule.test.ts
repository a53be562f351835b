import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { type BackupScheduleParts, backupName, createBackupSchedule, planBackups } from './backupSchedule.ts'

const HOUR_MS = 3_600_000
const NOON_MS = Date.UTC(2026, 0, 31, 12)
const rule = { everyMs: 6 * HOUR_MS, keep: 2 }
const at = (hoursAgo: number) => backupName(NOON_MS - hoursAgo * HOUR_MS)

it('names a backup by its second', () => {
  expect(backupName(NOON_MS + 999)).toBe('aurelius-20260131T120000Z.sqlite')
})

describe('the plan', () => {
  it.each([
    { name: 'nothing yet', names: [], dueInMs: 0, expired: [] },
    { name: 'fresh enough', names: [at(1)], dueInMs: 5 * HOUR_MS, expired: [] },
    { name: 'just due', names: [at(6)], dueInMs: 0, expired: [] },
    { name: 'long due', names: [at(600)], dueInMs: 0, expired: [] },
    { name: 'more than are kept, in any order', names: [at(7), at(30), at(1), at(20)], dueInMs: 5 * HOUR_MS, expired: [at(30), at(20)] },
    { name: 'other files', names: ['notes.txt', 'aurelius-old.sqlite', `${at(1)}.damaged`, `${at(1)}.partial`], dueInMs: 0, expired: [] },
    { name: 'a clock that was set back', names: [at(-1000)], dueInMs: 6 * HOUR_MS, expired: [] },
  ])('$name', ({ names, dueInMs, expired }) => {
    expect(planBackups(names, rule, NOON_MS)).toEqual({ dueInMs, expired })
  })

  it('keeps one whatever it is told', () => {
    expect(planBackups([at(1), at(2)], { ...rule, keep: 0 }, NOON_MS).expired).toEqual([at(2)])
  })
})

/** A schedule over a folder whose backups are empty files. */
async function makeSchedule(changes: Partial<BackupScheduleParts> = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'aurelius-schedule-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  const clock = { nowMs: NOON_MS }
  const logged: string[] = []
  const backUp = (file: string) => writeFile(file, '')
  const parts = { ...rule, folder, backUp, verify: async () => undefined, now: () => clock.nowMs, log: (line: string) => logged.push(line) }
  return { folder, clock, logged, schedule: createBackupSchedule({ ...parts, ...changes }) }
}

describe('the schedule', () => {
  it('backs up when it is due and keeps the newest', async () => {
    const { folder, clock, schedule } = await makeSchedule()
    for (const _day of [1, 2, 3]) {
      expect(await schedule.runIfDue()).toBe(join(folder, backupName(clock.nowMs)))
      expect(await schedule.runIfDue()).toBeNull()
      clock.nowMs += 24 * HOUR_MS
    }
    expect(await readdir(folder)).toEqual([backupName(NOON_MS + 24 * HOUR_MS), backupName(NOON_MS + 48 * HOUR_MS)])
  })

  it('gives up nothing for a backup that is not whole, and does not count it', async () => {
    const fail = async () => {
      throw new Error('not whole')
    }
    const { folder, schedule } = await makeSchedule({ verify: fail })
    for (const hours of [10, 20, 30]) await writeFile(join(folder, at(hours)), '')
    await expect(schedule.runIfDue()).rejects.toThrow('not whole')
    expect((await readdir(folder)).sort()).toEqual([at(30), at(20), at(10), `${at(0)}.damaged`])
  })

  it('clears away what a killed process left', async () => {
    const { folder, schedule } = await makeSchedule()
    await writeFile(join(folder, `${at(9)}.partial`), '')
    await writeFile(join(folder, 'mine.partial'), '')
    await schedule.runIfDue()
    expect((await readdir(folder)).sort()).toEqual([at(0), 'mine.partial'])
  })

  it('starts at once when it is due, says so, and stops', async () => {
    let verified: () => void = () => undefined
    const { folder, logged, schedule } = await makeSchedule({ verify: async () => verified() })
    const done = new Promise<void>((resolve) => {
      verified = resolve
    })
    schedule.start()
    await done
    await schedule.stop()
    expect(await readdir(folder)).toEqual([at(0)])
    expect(logged).toEqual([`Backed up to ${join(folder, at(0))}.`])
  })

  it('says why it failed', async () => {
    const backUp = async () => {
      throw new Error('no room')
    }
    const line = await new Promise((log) => {
      makeSchedule({ backUp, log }).then(({ schedule }) => {
        schedule.start()
        onTestFinished(schedule.stop)
      })
    })
    expect(line).toBe('The scheduled backup failed: Error: no room')
  })
})
