import type { Command } from 'commander'
import type { Client } from '#shared/contract/contract.ts'
import { AppError } from '#shared/domain/appError.ts'
import { readJsonFile } from './readJsonFile.ts'
import { readNumber } from './readOption.ts'
import type { BacktestRequest } from './runBacktest.ts'

type SettingsInput = NonNullable<BacktestRequest['settings']>

/** Settings of a run as options of a command. */
export interface SettingsOptions {
  readonly settings?: string
  readonly start?: string
  readonly end?: string
  readonly cash?: number
  readonly seed?: number
  readonly commission?: number
  readonly slippageBps?: number
}

export function addSettingsOptions(command: Command): Command {
  return command
    .option('--settings <file>', 'run settings (JSON)')
    .option('--start <date>', 'first day, such as 2005-01-01')
    .option('--end <date>', 'last day')
    .option('--cash <amount>', 'initial cash', readNumber)
    .option('--seed <n>', 'seed', readNumber)
    .option('--commission <fraction>', 'commission as a fraction of traded value, such as 0.001', readNumber)
    .option('--slippage-bps <n>', 'slippage in basis points', readNumber)
}

/** The settings file with the options laid over it; the application checks the result. */
export async function readSettings(options: SettingsOptions): Promise<SettingsInput> {
  const file = options.settings === undefined ? {} : await readJsonFile(options.settings, 'settings file')
  if (typeof file !== 'object' || file === null || Array.isArray(file)) {
    throw new AppError('invalid_input', `The settings file ${options.settings} must hold a JSON object`)
  }
  const settings: SettingsInput = file
  const { start, end, cash, seed, commission, slippageBps } = options
  return {
    ...settings,
    ...(start !== undefined && { start_date: start }),
    ...(end !== undefined && { end_date: end }),
    ...(cash !== undefined && { initial_cash: cash }),
    ...(seed !== undefined && { seed }),
    ...(commission !== undefined && { cost_model: { type: 'percentage', percentage: commission, minimum_commission: 0 } }),
    ...(slippageBps !== undefined && { execution: { ...settings.execution, slippage_bps: slippageBps } }),
  }
}

/** The data set to take when none is named. Throws `invalid_input` unless there is exactly one. */
export async function findOnlyDataset(client: Client): Promise<string> {
  const { items } = await client.datasets.list({ limit: 2 })
  if (items.length === 1) return items[0]!.id
  const hint =
    items.length === 0 ? 'import one with "aurelius datasets import"' : 'choose one with --dataset; "aurelius datasets list" shows them'
  throw new AppError('invalid_input', `There ${items.length === 0 ? 'is no data set' : 'are several data sets'}: ${hint}`)
}
