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

/** What to begin with, the settings file and the options, each laid over the one before; the application checks the result. */
export async function readSettings(options: SettingsOptions, base: SettingsInput = {}): Promise<SettingsInput> {
  const file = options.settings === undefined ? {} : await readJsonFile(options.settings, 'settings file')
  if (typeof file !== 'object' || file === null || Array.isArray(file)) {
    throw new AppError('invalid_input', `The settings file ${options.settings} must hold a JSON object`)
  }
  const settings: SettingsInput = { ...base, ...file }
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

/** Settings of the newest completed run of a strategy on a data set. Throws `not_found` when there is none. */
export async function newestRunSettings(client: Client, subject: { strategyId: string; datasetId: string }): Promise<SettingsInput> {
  const { items } = await client.backtests.list({ ...subject, statuses: ['completed'], limit: 1 })
  const spec = items[0] === undefined ? null : (await client.backtests.get({ id: items[0].id })).spec
  if (spec !== null) {
    const { strategy: _, ...settings } = spec
    return settings
  }
  throw new AppError(
    'not_found',
    'The strategy has no completed run on these data whose settings could be taken; run "aurelius backtests run" first',
    {
      details: subject,
    },
  )
}

/** The data set to take when none is named. Throws `invalid_input` unless there is exactly one. */
export async function findOnlyDataset(client: Client): Promise<string> {
  const { items } = await client.datasets.list({ limit: 2 })
  if (items.length === 1) return items[0]!.id
  const hint =
    items.length === 0 ? 'import one with "aurelius datasets import"' : 'choose one with --dataset; "aurelius datasets list" shows them'
  throw new AppError('invalid_input', `There ${items.length === 0 ? 'is no data set' : 'are several data sets'}: ${hint}`)
}
