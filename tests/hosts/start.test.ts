import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

const root = join(import.meta.dirname, '..', '..')

interface Ended {
  readonly code: number | null
  readonly output: string
}

interface Started {
  readonly child: ChildProcess
  /** The first line of output that matches. */
  readonly line: (pattern: RegExp) => Promise<RegExpExecArray>
  readonly ended: Promise<Ended>
}

let folder: string
const running: ChildProcess[] = []

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'aurelius-start-'))
})
afterEach(async () => {
  for (const child of running.splice(0)) child.kill('SIGKILL')
  await rm(folder, { recursive: true, force: true })
})

/** `npm start`, without npm, in an environment that names no database and no display. */
function start(...flags: readonly string[]): Started {
  const env = { PATH: process.env['PATH'] ?? '', HOME: folder }
  const child = spawn(process.execPath, ['scripts/start.mjs', ...flags], { cwd: root, env })
  running.push(child)
  let output = ''
  const grown = new EventTarget()
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      output += chunk.toString()
      grown.dispatchEvent(new Event('output'))
    })
  }
  const ended = new Promise<Ended>((resolve) => child.on('close', (code) => resolve({ code, output })))
  const line = (pattern: RegExp) =>
    new Promise<RegExpExecArray>((resolve, reject) => {
      const look = () => {
        const found = pattern.exec(output)
        if (found !== null) resolve(found)
      }
      grown.addEventListener('output', look)
      void ended.then(() => reject(new Error(`ended without ${pattern}: ${output}`)))
      look()
    })
  return { child, line, ended }
}

const lastLine = (output: string) => output.trim().split('\n').at(-1)

describe('npm start', () => {
  it('without a display serves in the browser, says why, prints the address on one line and ends cleanly', async ({ skip }) => {
    if (process.platform !== 'linux') skip('only Linux can be without a display')
    const { child, line, ended } = start()
    await line(/^Using the browser, because there is no display\.$/m)
    const [, url = ''] = await line(/^Aurelius is running at (http:\/\/127\.0\.0\.1:\d+\/\?token=[\w-]{43})$/m)
    await line(/There is no display here: open the address in a browser\. Press Ctrl-C to stop\./)
    const opened = await fetch(url, { redirect: 'manual' })
    expect(opened.status).toBe(302)
    const [cookie = ''] = opened.headers.getSetCookie()
    const page = await fetch(new URL('/', url), { headers: { cookie: cookie.split(';')[0]! } })
    expect(await page.text()).toContain('id="root"')

    child.kill('SIGTERM')
    expect((await ended).code).toBe(0)
  }, 60_000)

  it.each([
    { name: 'an unknown flag', flags: ['--prot', '1'], code: 2, message: "Unknown option '--prot'" },
    { name: 'an unknown host', flags: ['--host', 'firefox'], code: 2, message: '--host must be electron or browser, not firefox' },
    { name: 'a port that is no number', flags: ['--port', 'many'], code: 2, message: '--port needs a number from 0 to 65535' },
    { name: 'an unknown kind of database', flags: ['--no-open', '--db', 'oracle://x'], code: 2, message: 'a kind Aurelius does not know' },
    {
      name: 'Electron where it cannot run',
      flags: ['--host', 'electron'],
      code: 1,
      message: 'The desktop window cannot open: there is no display',
    },
    { name: '--help', flags: ['--help'], code: 0, message: 'Usage: npm start' },
  ])('answers $name in one go', async ({ flags, code, message }) => {
    const { output, code: actual } = await start(...flags).ended
    expect(output).toContain(message)
    expect(output).not.toMatch(/^\s+at /m)
    expect(actual).toBe(code)
  })

  it('refuses Electron by name where there is no display', async ({ skip }) => {
    if (process.platform !== 'linux') skip('only Linux can be without a display')
    const { output, code } = await start('--host', 'electron').ended
    expect(output).toContain('The desktop window cannot open: there is no display')
    expect(code).toBe(1)
  })

  it('says in one line that the port is taken', async () => {
    const squatter = createServer()
    const port = await new Promise<number>((resolve) => {
      squatter.listen(0, '127.0.0.1', () => resolve((squatter.address() as { port: number }).port))
    })
    const { output, code } = await start('--no-open', '--port', String(port)).ended
    squatter.close()
    expect(lastLine(output)).toBe(
      `Port ${port} cannot be used: another program is using it. Choose another with --port, or leave the flag out.`,
    )
    expect(code).toBe(1)
  })

  it('names a broken configuration file', async () => {
    await writeFile(join(folder, 'config.json'), '{ broken')
    const { output, code } = await start('--no-open', '--data-dir', folder).ended
    expect(lastLine(output)).toBe(
      `The configuration file ${join(folder, 'config.json')} cannot be used: it is not JSON. Correct it or delete it to start with the defaults.`,
    )
    expect(code).toBe(2)
  })
})
