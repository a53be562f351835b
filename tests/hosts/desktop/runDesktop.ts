import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { promisify } from 'node:util'

const STUB = new URL('./registerElectronStub.mjs', import.meta.url)
const DRIVER = 'driveDesktop.ts'

export interface DesktopRun {
  /** Built main process. */
  readonly mainFile: string
  /** Data folder. */
  readonly folder: string
  readonly flags?: readonly string[]
  /** Drives it, in this folder; absent = through all that a window does. */
  readonly driver?: string
  readonly env?: Readonly<Record<string, string>>
}

/** Runs a built main process in plain Node, `electron` replaced by a stub, and answers the driver's report. */
export async function runDesktop({ mainFile, folder, flags = [], driver = DRIVER, env: more = {} }: DesktopRun): Promise<unknown> {
  const args = ['--import', STUB.href, fileURLToPath(new URL(driver, import.meta.url)), '--data-dir', folder, ...flags]
  const env = {
    PATH: process.env['PATH'] ?? '',
    AURELIUS_TEST_MAIN: pathToFileURL(mainFile).href,
    AURELIUS_TEST_OTHER: join(folder, 'second.sqlite'),
    ...more,
  }
  const { stdout } = await promisify(execFile)(process.execPath, args, { env, timeout: 60_000 })
  return JSON.parse(/^REPORT (.*)$/m.exec(stdout)?.[1] ?? 'null')
}
