import { type Command, Option } from 'commander'
import { SURVIVORSHIPS, type Survivorship } from '#shared/domain/dataset.ts'

/** Options that say what data are. */
export interface FactOptions {
  readonly name?: string
  readonly source?: string
  readonly adjusted?: keyof typeof ADJUSTED
  readonly survivorship?: Survivorship
}

export const ADJUSTED = { yes: true, no: false, unknown: null } as const

export function addFactOptions(command: Command): Command {
  return command
    .option('--name <text>', 'name of the data set')
    .option('--source <text>', 'where the data come from')
    .addOption(new Option('--adjusted <answer>', 'prices are adjusted for splits and dividends').choices(Object.keys(ADJUSTED)))
    .addOption(new Option('--survivorship <kind>', 'which instruments could be in the data').choices(SURVIVORSHIPS))
}
