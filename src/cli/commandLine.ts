import { Command, CommanderError } from 'commander'
import { locateInstallation } from '#core/config/installation.ts'
import { AppError, ERROR_CODES, type ErrorCode } from '#shared/domain/appError.ts'
import { addApprovalsCommand } from './commands/approvalsCommand.ts'
import { addAuditCommand } from './commands/auditCommand.ts'
import { addBacktestsCommand } from './commands/backtestsCommand.ts'
import { addDatabaseCommand } from './commands/databaseCommand.ts'
import { addDatasetsCommand } from './commands/datasetsCommand.ts'
import { addDemoCommand } from './commands/demoCommand.ts'
import { addDiagnosticsCommand } from './commands/diagnosticsCommand.ts'
import { addEvidenceCommand } from './commands/evidenceCommand.ts'
import { addExportCommand } from './commands/exportCommand.ts'
import { addGatesCommand } from './commands/gatesCommand.ts'
import { addHoldoutsCommand } from './commands/holdoutsCommand.ts'
import { addImproveCommand } from './commands/improveCommand.ts'
import { addMetricsCommand } from './commands/metricsCommand.ts'
import { addPipelineCommand } from './commands/pipelineCommand.ts'
import { addPoliciesCommand } from './commands/policiesCommand.ts'
import { addReviewsCommand } from './commands/reviewsCommand.ts'
import { addRobustnessCommand } from './commands/robustnessCommand.ts'
import { addRunCommand } from './commands/runCommand.ts'
import { addServeCommand } from './commands/serveCommand.ts'
import { addStatsCommand } from './commands/statsCommand.ts'
import { addStrategiesCommand } from './commands/strategiesCommand.ts'
import { addSweepCommand } from './commands/sweepCommand.ts'
import { addSweepsCommand } from './commands/sweepsCommand.ts'
import { addValidationsCommand } from './commands/validationsCommand.ts'
import { addWaiversCommand } from './commands/waiversCommand.ts'
import { addWalkForwardCommand } from './commands/walkForwardCommand.ts'
import type { Terminal } from './terminal.ts'

const USAGE_ERROR = 2
const EXIT_CODES = `
Exit codes: 0 success, 1 the work failed, 2 the input is wrong.

Examples:
  $ aurelius demo                                        the whole pipeline on the S&P 500, 2000-2020
  $ aurelius run --spec spec.json --data bars.csv --out results
  $ aurelius strategies generate --goal "follow long trends" --save
  $ aurelius backtests run --strategy <id>
  $ aurelius gates run dev --strategy <id>
  $ aurelius backtests list --json`

/** Runs one command line and answers its exit code. Errors are one line on stderr. */
export async function runCommandLine(args: readonly string[], terminal: Terminal): Promise<number> {
  // What a command of this process left, which may have been another one before.
  process.exitCode = undefined
  try {
    await createProgram(terminal).parseAsync([...args], { from: 'user' })
    return Number(process.exitCode ?? 0)
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : USAGE_ERROR
    return reportFailure(error, terminal)
  }
}

/** Says in one line what went wrong, and answers the exit code. */
export function reportFailure(error: unknown, terminal: Terminal): number {
  const { code, message } = readError(error)
  terminal.showStatus('')
  terminal.say(`error: ${oneLine(message)}`)
  return ERROR_CODES[code].exitCode
}

function createProgram(terminal: Terminal): Command {
  const program = new Command('aurelius')
    .description('Backtests and evidence gates for trading strategies.')
    .version(locateInstallation().version)
    .option('--db <file|url>', 'SQLite file or postgresql:// URL (default: the one chosen in Settings)')
    .option('--data-dir <folder>', "folder of the user's data")
    .option('--json', 'print one JSON document instead of text')
    .option('--verbose', 'print the log on stderr')
    .addHelpText('after', EXIT_CODES)
    .exitOverride()
    .configureOutput({
      writeOut: terminal.write,
      writeErr: (text) => terminal.say(text.trimEnd()),
      outputError: (text) => terminal.say(oneLine(text)),
    })
  const add = [
    addRunCommand,
    addSweepCommand,
    addSweepsCommand,
    addWalkForwardCommand,
    addMetricsCommand,
    addDemoCommand,
    addServeCommand,
    addDatabaseCommand,
    addStrategiesCommand,
    addBacktestsCommand,
    addValidationsCommand,
    addRobustnessCommand,
    addDatasetsCommand,
    addGatesCommand,
    addPipelineCommand,
    addImproveCommand,
    addPoliciesCommand,
    addExportCommand,
    addApprovalsCommand,
    addWaiversCommand,
    addReviewsCommand,
    addHoldoutsCommand,
    addAuditCommand,
    addDiagnosticsCommand,
    addEvidenceCommand,
    addStatsCommand,
  ]
  for (const addCommand of add) addCommand(program, terminal)
  return program
}

/** The client's errors carry a code of the closed list; anything else is a fault of ours. */
function readError(error: unknown): { code: ErrorCode; message: string } {
  if (error instanceof AppError) return error
  const { code, message } = error as { code?: unknown; message?: unknown }
  if (typeof code === 'string' && Object.hasOwn(ERROR_CODES, code)) return { code: code as ErrorCode, message: String(message) }
  return {
    code: 'internal',
    message: `Something went wrong: ${message ?? error}. Try again; if it stays, report it with what "aurelius diagnostics" says.`,
  }
}

const oneLine = (text: string) => text.trim().replaceAll(/\s*\n\s*/g, ' ')
