import { type Command, InvalidArgumentError, Option } from 'commander'
import { AppError } from '#shared/domain/appError.ts'
import {
  DELIMITERS,
  FILE_FIELDS,
  type FileField,
  type Reading,
  readingSchema,
  TIME_FORMATS,
  type TimeFormat,
} from '#shared/domain/fileReading.ts'

/** Options that say how a file is to be read. */
export interface ReadingOptions {
  readonly delimiter?: Reading['delimiter']
  readonly decimal?: string
  readonly timezone?: string
  readonly dates?: TimeFormat
  readonly map: Reading['columns']
}

/** `tab` for a person who cannot type one. */
const DELIMITER_WORDS: Readonly<Record<string, string>> = { tab: '\t', '\\t': '\t' }

export function addReadingOptions(command: Command): Command {
  return command
    .option('--delimiter <character>', 'what separates columns: , ; | or tab (default: found from the header)', readDelimiter)
    .addOption(new Option('--decimal <character>', 'decimal point or decimal comma').choices(['.', ',']))
    .option('--timezone <name>', 'zone of times that name none, such as Europe/Berlin (default: UTC)')
    .addOption(new Option('--dates <form>', 'how times are written').choices(TIME_FORMATS))
    .option('--map <field=column>', `which column a field is: ${FILE_FIELDS.join(', ')}`, readMapping, {})
}

/** @throws AppError `invalid_input` naming the option. */
export function readingOf({ delimiter, decimal, timezone, dates, map }: ReadingOptions): Reading {
  const given = { delimiter, decimal, timezone, timeFormat: dates, columns: map }
  const reading = readingSchema.safeParse(Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)))
  if (reading.success) return reading.data
  const [issue] = reading.error.issues
  throw new AppError('invalid_input', `--${issue?.path.join('.')} ${issue?.message}`)
}

function readDelimiter(text: string): Reading['delimiter'] {
  const character = DELIMITER_WORDS[text] ?? text
  const found = DELIMITERS.find((delimiter) => delimiter === character)
  if (found === undefined) throw new InvalidArgumentError('It must be one of , ; | or tab.')
  return found
}

function readMapping(text: string, before: Reading['columns']): Reading['columns'] {
  const [field = '', ...rest] = text.split('=')
  const column = rest.join('=')
  if (!FILE_FIELDS.some((known) => known === field) || column === '') {
    throw new InvalidArgumentError(`It must be a field and a column, such as close="Last Price"; fields are ${FILE_FIELDS.join(', ')}.`)
  }
  return { ...before, [field as FileField]: column }
}
