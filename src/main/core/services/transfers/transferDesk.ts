import { stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { AppError } from '#shared/domain/appError.ts'
import type { Connection } from '#shared/domain/connection.ts'
import type { BackupFolder, BackupPlanRule, Destination, Transfer, TransferTask } from '#shared/domain/transfer.ts'
import type { BackupSettings } from '../../config/backupSettings.ts'
import { connectionLabel } from '../../database/databaseUrl.ts'
import { isSamePlace } from '../connectionIdentity.ts'
import type { ProfileService } from '../profileService.ts'
import { backUp, type CopyReport, copyBetween, type Endpoint, restoreBackup, verifyBackupFile } from '../transferService.ts'
import type { TransferFiles } from './transferFiles.ts'
import type { TransferJobs, TransferPlan } from './transferJobs.ts'

type Result = NonNullable<Transfer['result']>
type ChooseRequest = Parameters<TransferFiles['choose']>[0]

/** Backups, restores and copies as a window asks for them. */
export interface TransferDesk {
  /** Throws `conflict` while another runs, for a file that exists and for a destination that is in use; `forbidden`, `not_found`. */
  start(task: TransferTask): Promise<Transfer>
  list(): Transfer[]
  cancel(id: string): Transfer
  backups(): Promise<BackupFolder>
  schedule(rule: BackupPlanRule): Promise<BackupFolder>
  chooseFile(request: ChooseRequest): Promise<{ token: string; name: string } | null>
}

/** The scheduled backups of the open database. */
export interface ScheduleControl {
  settings(): BackupSettings
  /** Remembers the rule and goes by it from now on. */
  change(rule: BackupPlanRule): Promise<void>
  /** Why the latest one failed; null when it did not. */
  problem(): string | null
}

export interface TransferDeskParts {
  readonly jobs: TransferJobs
  readonly files: TransferFiles
  readonly schedules: ScheduleControl
  readonly inUse: Endpoint
  readonly profiles: Pick<ProfileService, 'markOf' | 'passwordFor'>
  readonly dataDirectory: string
  readonly appVersion: string
  readonly osUser: string
  readonly host: string
  /** Epoch ms UTC. */
  readonly now: () => number
}

const HOUR_MS = 3_600_000

export function createTransferDesk(parts: TransferDeskParts): TransferDesk {
  const { jobs, files, schedules, dataDirectory } = parts
  const backups = async (): Promise<BackupFolder> => {
    const { folder, everyMs, keep } = schedules.settings()
    return {
      folder,
      dataDirectory,
      hasDialogs: files.hasDialogs,
      files: await files.list(folder),
      rule: { scheduled: everyMs !== null, everyHours: (everyMs ?? 24 * HOUR_MS) / HOUR_MS, keep },
      problem: schedules.problem(),
    }
  }
  return {
    start: async (task) => jobs.start(await planTransfer(task, parts)),
    list: jobs.list,
    cancel: jobs.cancel,
    backups,
    schedule: async (rule) => {
      await schedules.change(rule)
      return backups()
    },
    chooseFile: files.choose,
  }
}

async function planTransfer(task: TransferTask, parts: TransferDeskParts): Promise<TransferPlan> {
  const { files, schedules, inUse } = parts
  const { folder } = schedules.settings()
  switch (task.kind) {
    case 'backup':
      return planBackup({ file: await files.locate(task.file, folder), from: await nameOf(inUse.connection, parts) }, parts)
    case 'verify':
      return planVerify(await files.locate(task.file, folder), parts)
    case 'restore': {
      const file = await files.locate(task.file, folder)
      const to = await endpointOf(task.to, parts)
      const work = (options: Options) => restoreBackup({ file, to, replace: mayReplace(task) }, options)
      return planCopy({ kind: 'restore', from: basename(file), to }, work, parts)
    }
    case 'copy': {
      const to = await endpointOf(task.to, parts)
      const work = (options: Options) => copyBetween({ from: inUse, to, replace: mayReplace(task) }, options)
      return planCopy({ kind: 'copy', from: await nameOf(inUse.connection, parts), to }, work, parts)
    }
  }
}

type Options = Parameters<typeof copyBetween>[1]

const moverOf = ({ appVersion, osUser, host, now }: TransferDeskParts): Pick<Options, 'appVersion' | 'osUser' | 'host' | 'now'> => ({
  appVersion,
  osUser,
  host,
  now,
})

function planBackup({ file, from }: { readonly file: string; readonly from: string }, parts: TransferDeskParts): TransferPlan {
  const { inUse } = parts
  return {
    kind: 'backup',
    from,
    to: basename(file),
    fills: null,
    work: async (watch) => resultOf(await backUp({ from: inUse, file }, { ...watch, ...moverOf(parts) })),
  }
}

function planVerify(file: string, { appVersion }: TransferDeskParts): TransferPlan {
  return {
    kind: 'verify',
    from: basename(file),
    to: null,
    fills: null,
    work: async (watch) => {
      const manifest = await verifyBackupFile(file, { ...watch, appVersion })
      const sum = (pick: (table: { rows: number; bytes: number }) => number) =>
        manifest.tables.reduce((total, table) => total + pick(table), 0)
      const { createdAtMs, source } = manifest
      return {
        rows: sum(({ rows }) => rows),
        bytes: sum(({ bytes }) => bytes),
        resumed: false,
        backup: { appVersion: manifest.appVersion, createdAtMs, source },
      }
    },
  }
}

interface CopyEnds {
  readonly kind: 'restore' | 'copy'
  readonly from: string
  readonly to: Endpoint
}

async function planCopy(
  { kind, from, to }: CopyEnds,
  work: (options: Options) => Promise<CopyReport>,
  parts: TransferDeskParts,
): Promise<TransferPlan> {
  const { connection } = to
  const name = await nameOf(connection, parts)
  if (isSamePlace(connection, parts.inUse.connection)) {
    throw new AppError(
      'conflict',
      `${name} is the database in use, and nothing is written over it while you work in it. Choose a new file or another database, and switch to it afterwards.`,
    )
  }
  return {
    kind,
    from,
    to: name,
    fills: connection,
    work: async (watch) => resultOf(await work({ ...watch, ...moverOf(parts) })),
  }
}

function resultOf({ rows, bytes, resumed }: CopyReport): Result {
  return { rows, bytes, resumed, backup: null }
}

/** A new file is never written over another. */
const mayReplace = ({ to, replace }: { to: Destination; replace: boolean }) => replace && to.kind === 'database'

/** As people know it: databases of one server differ by their saved names. */
async function nameOf(connection: Connection, { profiles }: TransferDeskParts): Promise<string> {
  return (await profiles.markOf(connection))?.name ?? connectionLabel(connection)
}

async function endpointOf(to: Destination, { files, dataDirectory, profiles }: TransferDeskParts): Promise<Endpoint> {
  if (to.kind === 'file') return { connection: { dialect: 'sqlite', file: await files.locate(to.file, dataDirectory) }, password: null }
  const { connection } = to
  if (connection.dialect === 'sqlite') await requireFile(connection.file)
  return { connection, password: to.password ?? (await profiles.passwordFor(connection)) }
}

/** A saved file may be filled; a new one is made in the data folder only. */
async function requireFile(file: string): Promise<void> {
  if ((await stat(file).catch(() => null))?.isFile()) return
  throw new AppError('not_found', `There is no file ${file}. Choose "a new file" to make one.`, { details: { file } })
}
