import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { onTestFinished } from 'vitest'
import { runCommandLine } from '../../src/cli/commandLine.ts'

export const ENTRY = resolve(import.meta.dirname, '../../src/cli/index.ts')

/** The daily S&P 500, 2000-2020. */
export const SP500_FILE = resolve(import.meta.dirname, '../../node_modules/vega-datasets/data/sp500-2000.csv')

export interface Outcome {
  readonly exitCode: number | null
  readonly stdout: string
  readonly stderr: string
}

/** Runs the command line in this process. */
export async function aureliusHere(args: readonly string[]): Promise<Outcome> {
  const written = { stdout: '', stderr: '' }
  const terminal = {
    write: (text: string) => {
      written.stdout += text
    },
    say: (line: string) => {
      written.stderr += `${line}\n`
    },
    showStatus: () => {},
  }
  return { exitCode: await runCommandLine(args, terminal), ...written }
}

/** Runs the command line in a process of its own, without the environment's database settings. */
export function aurelius(args: readonly string[]): Promise<Outcome> {
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(DB_|DATABASE_URL)/.test(name)))
  return new Promise((done, fail) => {
    const child = spawn(process.execPath, [ENTRY, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] })
    let stdout = ''
    let stderr = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text
    })
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text
    })
    child.on('error', fail)
    child.on('close', (exitCode) => done({ exitCode, stdout, stderr }))
  })
}

/** A folder that is gone after the test. */
export function makeFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'aurelius-cli-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** Writes the file and answers its path. */
export function makeFile(folder: string, name: string, content: string | Uint8Array): string {
  const path = join(folder, name)
  writeFileSync(path, content)
  return path
}
