import { availableParallelism } from 'node:os'
import type { Command } from 'commander'
import { locateInstallation } from '#core/config/installation.ts'
import { shareSeries } from '#core/jobs/taskData.ts'
import { runValidation } from '#core/jobs/validationJob.ts'
import type { ValidationWork } from '#core/jobs/validationTasks.ts'
import { WorkerPool } from '#core/jobs/workerPool.ts'
import { parseRunSpec } from '#engine/simulator/parseRunSpec.ts'
import type { ValidationResult } from '#engine/validation/describeValidation.ts'
import { present } from '../commandContext.ts'
import { parseMarketFile } from '../marketFile.ts'
import { readJsonFile } from '../readJsonFile.ts'
import { readCount } from '../readOption.ts'
import { readTextFile } from '../readTextFile.ts'
import type { Terminal } from '../terminal.ts'
import { addValidationOptions, readPlan, VALIDATION_HELP, type ValidationOptions } from '../validationOptions.ts'
import { describeValidation } from '../validationTable.ts'

interface WalkForwardOptions extends ValidationOptions {
  readonly spec: string
  readonly data: string
  readonly threads?: number
}

const EXAMPLE = `${VALIDATION_HELP}

Example:
  $ aurelius walkforward --spec spec.json --data SP500.csv --train 1260 --test 252 --purge 5 \\
      --param fast=5:50:5 --param slow=20:200:20 --where "fast < slow"`

export function addWalkForwardCommand(program: Command, terminal: Terminal): void {
  const command = program
    .command('walkforward')
    .description('Walk a specification forward over a file of bars or a panel, without a database.')
    .requiredOption('--spec <file>', 'run specification (JSON)')
    .requiredOption('--data <file>', 'bars, or a panel with a symbol column (CSV)')
  addValidationOptions(command)
    .option('--threads <n>', 'threads to use (default: all processors)', readCount)
    .addHelpText('after', EXAMPLE)
    .action(async (options: WalkForwardOptions, self: Command) => {
      const work = await readWork(options)
      const { windows, metrics, outcome } = await walk(work, options.threads ?? availableParallelism(), terminal)
      present(self, terminal, {
        json: { windows, metrics, outcome },
        text: describeValidation({ windows: [...windows], metrics, outcome }),
      })
    })
}

async function readWork(options: WalkForwardOptions): Promise<ValidationWork> {
  const plan = await readPlan(options)
  const parsed = parseRunSpec(await readJsonFile(options.spec, 'specification'))
  const market = parseMarketFile(parsed, await readTextFile(options.data, 'data file'))
  return { ...shareSeries(market), spec: parsed.spec, plan }
}

/** In threads of its own; Ctrl-C cancels. */
async function walk(work: ValidationWork, threads: number, terminal: Terminal): Promise<ValidationResult> {
  const pool = new WorkerPool(locateInstallation().workerUrl, threads)
  const abort = new AbortController()
  const cancel = () => abort.abort()
  process.once('SIGINT', cancel)
  try {
    const onProgress = (fraction: number) => terminal.showStatus(`Walking forward: ${Math.floor(fraction * 100)}%`)
    return await runValidation(pool, work, { signal: abort.signal, onProgress })
  } finally {
    process.off('SIGINT', cancel)
    terminal.showStatus('')
    await pool.close()
  }
}
