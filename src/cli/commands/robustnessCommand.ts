import type { Command } from 'commander'
import type { Client } from '#shared/contract/contract.ts'
import { AppError } from '#shared/domain/appError.ts'
import type { Robustness, RobustnessSubject } from '#shared/domain/robustness.ts'
import type { RobustnessJob } from '#shared/domain/robustnessJob.ts'
import { isUnderWay } from '#shared/domain/underWay.ts'
import { awaitRun, percentDone } from '../awaitRun.ts'
import { globalOptions, present, withApplication } from '../commandContext.ts'
import { readCount, readNumber } from '../readOption.ts'
import { describeRobustness } from '../robustnessTable.ts'
import type { Terminal } from '../terminal.ts'

const HELP = `
Paths drawn from what happened, higher costs, a bar's delay, dropped trades, moved parameters and market regimes, for one run
or for the out-of-sample windows of one walk-forward. The same seed gives the same figures. Only --matrix tries anything
new, so only its trials count in the ledger. Ctrl-C stops the tests; then nothing is stored. Tests whose program was killed, on
this computer or another, are interrupted: resume runs them again as they were asked for.

Examples:
  $ aurelius robustness run --backtest <id> --paths 5000
  $ aurelius robustness run --validation <id> --matrix
  $ aurelius robustness show --backtest <id> --json
  $ aurelius robustness resume --backtest <id>`

interface SubjectOptions {
  readonly backtest?: string
  readonly validation?: string
}

interface RunOptions extends SubjectOptions {
  readonly paths: number
  readonly draws: number
  readonly seed: number
  readonly matrix: boolean
}

export function addRobustnessCommand(program: Command, terminal: Terminal): void {
  const robustness = program.command('robustness').description('What else could have happened, and what a result hangs on.')
  robustness.addHelpText('after', HELP)
  addRun(robustness, terminal)
  addResume(robustness, terminal)
  addShow(robustness, terminal)
}

function addRun(robustness: Command, terminal: Terminal): void {
  addSubjectOptions(robustness.command('run').description('Put a run or a walk-forward under stress and wait for the result.'))
    .option('--paths <n>', 'paths of every Monte Carlo method, 1000 to 20000', readCount, 2000)
    .option('--draws <n>', 'runs with trades left out at random, 10 to 1000', readCount, 100)
    .option('--seed <n>', 'seed', readNumber, 42)
    .option('--matrix', 'walk forward over other window lengths, too (only --validation)', false)
    .action(async (options: RunOptions, command: Command) => {
      const { paths, draws, seed, matrix } = options
      const subject = readSubject(options)
      await carryOut({ subject, command, terminal }, ({ robustness }) => robustness.start({ subject, paths, draws, seed, matrix }))
    })
}

function addResume(robustness: Command, terminal: Terminal): void {
  addSubjectOptions(robustness.command('resume').description('Run interrupted tests again and wait for the result.')).action(
    async (options: SubjectOptions, command: Command) => {
      const subject = readSubject(options)
      await carryOut({ subject, command, terminal }, ({ robustness }) => robustness.resume(subject))
    },
  )
}

interface Order {
  readonly subject: RobustnessSubject
  readonly command: Command
  readonly terminal: Terminal
}

/** Lets tests begin, waits for their end and shows them. */
async function carryOut({ subject, command, terminal }: Order, begin: (client: Client) => Promise<unknown>): Promise<void> {
  const test = await withApplication({ options: globalOptions(command), terminal }, async ({ client }) => {
    await begin(client)
    return awaitTest(client, subject, terminal)
  })
  present(command, terminal, { json: test, text: describeRobustness(test) })
}

function addShow(robustness: Command, terminal: Terminal): void {
  addSubjectOptions(robustness.command('show').description('Show the newest tests of a run or a walk-forward.')).action(
    async (options: SubjectOptions, command: Command) => {
      const subject = readSubject(options)
      const [test, job] = await withApplication({ options: globalOptions(command), terminal }, ({ client }) =>
        Promise.all([client.robustness.latest(subject), client.robustness.job(subject)]),
      )
      const found = test === null ? 'Not tested yet.\n' : describeRobustness(test)
      present(command, terminal, { json: test, text: `${found}${describeUnfinished(job)}` })
    },
  )
}

/** What became of newer tests than those shown. */
function describeUnfinished(job: RobustnessJob | null): string {
  if (job === null || job.status === 'completed') return ''
  const { subject, status, progress, errorMessage } = job
  if (isUnderWay(status)) return `Tests are under way, ${percentDone(progress)} done.\n`
  if (status !== 'interrupted') return `The newest tests were ${status}${errorMessage === null ? '' : `: ${errorMessage}`}.\n`
  return `The newest tests were interrupted at ${percentDone(progress)}. Run them again: aurelius robustness resume --${subject.kind} ${subject.id}\n`
}

function addSubjectOptions(command: Command): Command {
  return command.option('--backtest <id>', 'completed run').option('--validation <id>', 'completed walk-forward')
}

function readSubject({ backtest, validation }: SubjectOptions): RobustnessSubject {
  if (backtest !== undefined && validation === undefined) return { kind: 'backtest', id: backtest }
  if (validation !== undefined && backtest === undefined) return { kind: 'validation', id: validation }
  throw new AppError('invalid_input', 'Name what to test: either --backtest <id> or --validation <id>')
}

async function awaitTest({ robustness }: Client, subject: RobustnessSubject, terminal: Terminal): Promise<Robustness> {
  const get = async () => {
    const job = await robustness.job(subject)
    if (job === null) throw new AppError('not_found', 'What was tested has been deleted meanwhile.')
    return job
  }
  const describe = ({ progress }: { progress: number }) => `Robustness: ${percentDone(progress)}`
  await awaitRun({ noun: 'robustness test', get, cancel: () => robustness.cancel(subject), describe }, terminal)
  const test = await robustness.latest(subject)
  if (test === null) throw new AppError('not_found', 'What was tested has been deleted meanwhile.')
  return test
}
