import { type Command, InvalidArgumentError, Option } from 'commander'
import { parseAxis } from '#engine/sweep/parseAxis.ts'
import { AppError } from '#shared/domain/appError.ts'
import { type EqualWindowsPlan, type ValidationPlan, validationPlanSchema } from '#shared/domain/validationPlan.ts'
import { parseWindowDates } from '#shared/domain/windowDates.ts'
import { readCount, readNumber } from './readOption.ts'
import { readTextFile } from './readTextFile.ts'

/** How a walk-forward is laid out, as options of a command. */
export interface ValidationOptions {
  readonly train?: number
  readonly test?: number
  readonly unit: EqualWindowsPlan['unit']
  readonly mode: EqualWindowsPlan['mode']
  readonly window?: readonly string[]
  readonly windows?: string
  readonly purge: number
  readonly embargo: number
  readonly keepLast?: boolean
  readonly param?: readonly string[]
  readonly where?: string
  readonly objective: ValidationPlan['objective']['metric']
  readonly choice: ValidationPlan['objective']['choice']
}

export const VALIDATION_HELP = `
Every window chooses its parameters on its training rows and is judged on the rows after them. A parameter takes a range
first:last:step or a list of values. Without --param the strategy keeps its own parameters.
Windows are laid out by --train and --test, or given one by one: --window "2010-01-01..2013-12-31 2014-01-01..2014-12-31" for
each (training, then test), or a file with one a line. Purge and embargo are then taken off the end of each training.`

/** What only windows of equal length have. */
const EQUAL_ONLY = ['train', 'test', 'unit', 'mode', 'keepLast']

export function addValidationOptions(command: Command): Command {
  return command
    .option('--train <n>', 'length of a training', readCount)
    .option('--test <n>', 'length of a test', readCount)
    .addOption(new Option('--unit <unit>', 'what the lengths count').choices(['bars', 'days']).default('bars'))
    .addOption(
      new Option('--mode <mode>', 'windows roll, or training grows from the first bar').choices(['rolling', 'anchored']).default('rolling'),
    )
    .addOption(
      new Option('--window <dates>', 'a window of its own length, from..to of its training and of its test; give one option a window')
        .argParser(collect)
        .conflicts([...EQUAL_ONLY, 'windows']),
    )
    .addOption(new Option('--windows <file>', 'such windows from a text or CSV file, one a line').conflicts(EQUAL_ONLY))
    .requiredOption('--purge <bars>', 'bars left out between training and test; at least the longest holding', readWhole)
    .option('--embargo <bars>', 'further bars left out', readWhole, 0)
    .option('--keep-last', 'keep a last test that the data do not fill')
    .option('--param <name=values>', 'a parameter that every window chooses anew; give one option a parameter', collect)
    .option('--where <condition>', 'which combinations are allowed, such as "fast < slow"')
    .addOption(
      new Option('--objective <metric>', 'what a window chooses by').choices(['sharpe', 'total_return', 'calmar']).default('sharpe'),
    )
    .addOption(new Option('--choice <way>', 'best neighbourhood or best point').choices(['plateau', 'peak']).default('plateau'))
}

/** @throws AppError `invalid_input` for an axis or a window that cannot be read, and what reading a file throws. */
export async function readPlan(options: ValidationOptions): Promise<ValidationPlan> {
  return validationPlanSchema.parse({
    ...(await readWindows(options)),
    purgeBars: options.purge,
    embargoBars: options.embargo,
    axes: (options.param ?? []).map(parseAxis),
    where: options.where ?? null,
    objective: { metric: options.objective, choice: options.choice },
  })
}

async function readWindows({ train, test, unit, mode, keepLast, window, windows }: ValidationOptions) {
  const lines = window?.join('\n') ?? (windows === undefined ? undefined : await readTextFile(windows, 'file of windows'))
  if (lines !== undefined) return { mode: 'listed', windows: parseWindowDates(lines) } as const
  if (train !== undefined && test !== undefined) {
    return { mode, unit, trainLength: train, testLength: test, lastTest: keepLast ? 'keep' : 'drop' } as const
  }
  throw new AppError(
    'invalid_input',
    'Say how long windows are with --train and --test, or give them one by one with --window or --windows',
  )
}

const collect = (value: string, previous: readonly string[] | undefined): string[] => [...(previous ?? []), value]

function readWhole(text: string): number {
  const value = readNumber(text)
  if (!Number.isInteger(value) || value < 0) throw new InvalidArgumentError('It must be a whole number, 0 or more.')
  return value
}
