import { type Command, InvalidArgumentError, Option } from 'commander'
import { parseAxis } from '#engine/sweep/parseAxis.ts'
import { type ValidationPlan, validationPlanSchema } from '#shared/domain/validationPlan.ts'
import { readCount, readNumber } from './readOption.ts'

/** How a walk-forward is laid out, as options of a command. */
export interface ValidationOptions {
  readonly train: number
  readonly test: number
  readonly unit: ValidationPlan['unit']
  readonly mode: ValidationPlan['mode']
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
first:last:step or a list of values. Without --param the strategy keeps its own parameters.`

export function addValidationOptions(command: Command): Command {
  return command
    .requiredOption('--train <n>', 'length of a training', readCount)
    .requiredOption('--test <n>', 'length of a test', readCount)
    .addOption(new Option('--unit <unit>', 'what the lengths count').choices(['bars', 'days']).default('bars'))
    .addOption(
      new Option('--mode <mode>', 'windows roll, or training grows from the first bar').choices(['rolling', 'anchored']).default('rolling'),
    )
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

/** @throws AppError `invalid_input` for an axis that cannot be read. */
export function readPlan(options: ValidationOptions): ValidationPlan {
  return validationPlanSchema.parse({
    mode: options.mode,
    unit: options.unit,
    trainLength: options.train,
    testLength: options.test,
    purgeBars: options.purge,
    embargoBars: options.embargo,
    lastTest: options.keepLast ? 'keep' : 'drop',
    axes: (options.param ?? []).map(parseAxis),
    where: options.where ?? null,
    objective: { metric: options.objective, choice: options.choice },
  })
}

const collect = (value: string, previous: readonly string[] | undefined): string[] => [...(previous ?? []), value]

function readWhole(text: string): number {
  const value = readNumber(text)
  if (!Number.isInteger(value) || value < 0) throw new InvalidArgumentError('It must be a whole number, 0 or more.')
  return value
}
