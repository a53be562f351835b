import { mkdir, mkdtemp, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import type { Command } from 'commander'
import { AppError } from '#shared/domain/appError.ts'
import { type GlobalOptions, globalOptions, withApplication } from '../commandContext.ts'
import { runDemo } from '../demo.ts'
import type { Terminal } from '../terminal.ts'

const GOAL = 'follow trends and breakouts, and buy dips'
const PANEL_GOAL = 'pairs, statistical arbitrage, market neutral and carry'

const EXAMPLE = `
Imports the S&P 500 sample (with --panel a synthetic universe of several symbols), generates strategies from a goal, backtests each, runs the dev and the CRV gate on the
best and exports its trades. Everything lands in a new SQLite file; nothing you have is touched.

Examples:
  $ aurelius demo --db ./demo.sqlite
  $ aurelius demo --panel`

export function addDemoCommand(program: Command, terminal: Terminal): void {
  program
    .command('demo')
    .description('Show the whole pipeline on real market data, in a new SQLite file.')
    .option('--goal <text>', 'goal to generate strategies from')
    .option('--panel', 'run panel strategies on a synthetic universe instead', false)
    .addHelpText('after', EXAMPLE)
    .action(async ({ goal, panel }: { goal?: string; panel: boolean }, command: Command) => {
      const options = globalOptions(command)
      const file = await chooseNewFile(options)
      const folder = dirname(file)
      const say = options.json ? () => {} : (text: string) => terminal.write(text)
      say(`Database    ${file}\n`)
      const summary = await withApplication({ options: { ...options, db: file, dataDir: folder }, terminal }, ({ client }) =>
        runDemo({ client, terminal, say, panel, goal: goal ?? (panel ? PANEL_GOAL : GOAL), exportFile: `${file}.trades.csv` }),
      )
      if (options.json) terminal.write(`${JSON.stringify({ database: file, ...summary }, null, 2)}\n`)
      else say(`\nOpen it with: aurelius serve --db ${file}\n`)
    })
}

/** @throws AppError `conflict` rather than write into a file that exists; `invalid_input` for anything but a file. */
async function chooseNewFile({ db }: GlobalOptions): Promise<string> {
  if (db === undefined) return join(await mkdtemp(join(tmpdir(), 'aurelius-demo-')), 'demo.sqlite')
  const { parseEndpoint } = await import('#core/services/transferService.ts')
  const { connection } = parseEndpoint(db, null)
  if (connection.dialect !== 'sqlite') {
    throw new AppError(
      'invalid_input',
      'The demo writes into a new SQLite file, not into a server. Name a file with --db; "aurelius db copy" takes it to a server afterwards.',
    )
  }
  const file = resolve(connection.file)
  const exists = await stat(file).then(
    () => true,
    () => false,
  )
  if (exists) throw new AppError('conflict', `${file} exists already; the demo only writes into a new file, so choose another name`)
  await mkdir(dirname(file), { recursive: true })
  return file
}
