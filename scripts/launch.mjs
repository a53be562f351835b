// What `npm start` does once Node is known to be recent enough.
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { prepareElectron } from './electronBinary.mjs'
import { ensureFreshBuild } from './freshBuild.mjs'
import { runInstead } from './nodePreflight.mjs'

const root = resolve(import.meta.dirname, '..')
const QUICK_END_MS = 5_000

const HELP = `Usage: npm start -- [flags]

Opens Aurelius: in Electron where it runs, otherwise on 127.0.0.1 in a browser.

  --host electron|browser  choose the window instead of letting Aurelius choose
  --port <number>          port of the browser host (default: any free port)
  --no-open                print the address, open no window
  --db <file|url>          a SQLite file or postgresql://user@host/database
  --data-dir <folder>      where data and settings live (default: the user's data folder)
  --help                   show this text`

function readFlags() {
  try {
    const { values } = parseArgs({
      options: {
        host: { type: 'string' },
        port: { type: 'string' },
        db: { type: 'string' },
        'data-dir': { type: 'string' },
        'no-open': { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    })
    if (values.host !== undefined && !['electron', 'browser'].includes(values.host)) {
      throw new Error(`--host must be electron or browser, not ${values.host}`)
    }
    return values
  } catch (error) {
    console.error(`${error.message}. Run npm start -- --help to see the flags.`)
    process.exit(2)
  }
}

function buildIfPossible() {
  if (existsSync(resolve(root, 'node_modules/electron-vite'))) return ensureFreshBuild()
  if (existsSync(resolve(root, 'out/main/serve.js'))) return true
  console.error('The application is not built. Run `npm ci` and then `npm run build`.')
  return false
}

/** Null when Electron ran and ended; else why it did not. */
async function runElectron() {
  const { program, reason } = prepareElectron()
  if (program === null) return reason
  const { ELECTRON_RUN_AS_NODE: _, ...env } = process.env
  const startedAt = Date.now()
  const code = await runInstead(program, [root, ...process.argv.slice(2)], { env })
  if (code === 0 || Date.now() - startedAt > QUICK_END_MS) process.exit(code)
  return `Electron ended at once with exit code ${code}`
}

async function main() {
  const flags = readFlags()
  if (flags.help) return console.log(HELP)
  if (!buildIfPossible()) process.exit(1)
  const wantsBrowser = flags.host === 'browser' || flags['no-open'] === true || flags.port !== undefined
  if (flags.host === 'electron' || !wantsBrowser) {
    const reason = await runElectron()
    if (flags.host === 'electron') {
      console.error(`The desktop window cannot open: ${reason}. Leave out --host electron to use the browser.`)
      process.exit(1)
    }
    console.log(`Using the browser, because ${reason}.`)
  }
  await import('../out/main/serve.js')
}

await main()
