import type { CsvExportInput } from '#shared/contract/csvExports.ts'
import { assertNever } from '#shared/domain/appError.ts'
import { FILL_REASONS } from '#shared/domain/ledger.ts'
import type { Validation, ValidationEquity, ValidationTrades, ValidationTrials } from '#shared/domain/validation.ts'
import { layOutGrid } from '../../jobs/engineCatalogue.ts'
import type { ValidationService } from '../validationService.ts'
import { type CsvCell, type CsvTable, csvInstant } from './csvTable.ts'

type ValidationExport = Extract<CsvExportInput, { readonly validationId: string }>

/** One table of a validation. Throws `not_found`, also for curves that do not exist. */
export async function openValidationTable(validations: ValidationService, { table, validationId }: ValidationExport): Promise<CsvTable> {
  switch (table) {
    case 'validation_windows':
      return validationWindowsTable(await validations.get(validationId))
    case 'validation_equity':
      return validationEquityTable(await validations.equity(validationId))
    case 'validation_trades':
      return validationTradesTable(await validations.trades(validationId), await validations.instruments(validationId))
    case 'validation_trials':
      return validationTrialsTable(await validations.trials(validationId), await validations.get(validationId))
    default:
      return assertNever(table)
  }
}

const valueOrNull = (value: number) => (Number.isNaN(value) ? null : value)

/** Cells by column name: the header and the rows cannot drift apart. */
function columnsTable(rowCount: number, columns: Readonly<Record<string, (row: number) => CsvCell>>): CsvTable {
  function* rows() {
    for (let row = 0; row < rowCount; row++) yield Object.values(columns).map((cellOf) => cellOf(row))
  }
  return { header: Object.keys(columns), rows: rows() }
}

/** One row a window, counted from 0; fractions, and one column for each parameter that was chosen. */
function validationWindowsTable({ windows, outcome }: Pick<Validation, 'windows' | 'outcome'>): CsvTable {
  const list = windows ?? []
  const parameters = outcome?.drift.map(({ name }) => name) ?? []
  const at = (row: number) => list[row]!
  return columnsTable(list.length, {
    window: (row) => at(row).windowId,
    train_start: (row) => at(row).trainStart,
    train_end: (row) => at(row).trainEnd,
    test_start: (row) => at(row).testStart,
    test_end: (row) => at(row).testEnd,
    train_sharpe: (row) => at(row).trainSharpe,
    test_sharpe: (row) => at(row).testSharpe,
    train_return: (row) => at(row).trainReturn,
    test_return: (row) => at(row).testReturn,
    train_drawdown: (row) => at(row).trainDrawdown,
    test_drawdown: (row) => at(row).testDrawdown,
    degradation: (row) => at(row).degradation,
    test_trades: (row) => at(row).detail?.testTrades ?? null,
    trials: (row) => at(row).detail?.trials ?? null,
    train_hash: (row) => at(row).detail?.trainHash ?? null,
    test_hash: (row) => at(row).detail?.testHash ?? null,
    ...Object.fromEntries(parameters.map((name) => [`parameter_${name}`, (row: number) => at(row).detail?.parameters?.[name] ?? null])),
  })
}

function validationEquityTable({ time, window, equity }: ValidationEquity): CsvTable {
  return columnsTable(time.length, {
    time: (row) => csvInstant(time[row]!),
    window: (row) => window[row]!,
    equity: (row) => equity[row]!,
  })
}

/** Units positive, pnl net of costs; every window starts with the initial cash. Trades of a panel name their instrument. */
function validationTradesTable({ symbol, ...trades }: ValidationTrades, instruments: readonly string[]): CsvTable {
  return columnsTable(trades.pnl.length, {
    window: (row) => trades.window[row]!,
    ...(symbol && { symbol: (row: number) => instruments[symbol[row]!] ?? null }),
    side: (row) => (trades.units[row]! > 0 ? 'long' : 'short'),
    units: (row) => Math.abs(trades.units[row]!),
    entry_time: (row) => csvInstant(trades.entryTime[row]!),
    entry_price: (row) => trades.entryPrice[row]!,
    exit_time: (row) => csvInstant(trades.exitTime[row]!),
    exit_price: (row) => trades.exitPrice[row]!,
    pnl: (row) => trades.pnl[row]!,
    commission: (row) => trades.commission[row]!,
    return: (row) => trades.pnl[row]! / (Math.abs(trades.units[row]!) * trades.entryPrice[row]!),
    exit_reason: (row) => FILL_REASONS[trades.exitReason[row]!] ?? null,
  })
}

/**
 * Every in-sample trial; `trial` counts the allowed points of the grid, the last axis varying fastest, and one column for
 * each parameter says what the point is.
 */
function validationTrialsTable(trials: ValidationTrials, { spec, plan }: Pick<Validation, 'spec' | 'plan'>): CsvTable {
  const grid = spec === null || plan === null ? [] : layOutGrid(spec, plan).grid
  const names = plan?.axes.map(({ name }) => name) ?? []
  return columnsTable(trials.trial.length, {
    window: (row) => trials.window[row]!,
    trial: (row) => trials.trial[row]!,
    chosen: (row) => trials.chosen[row] === 1,
    ...Object.fromEntries(names.map((name) => [`parameter_${name}`, (row: number) => grid[trials.trial[row]!]?.parameters[name] ?? null])),
    sharpe_ratio: (row) => valueOrNull(trials.sharpe[row]!),
    total_return: (row) => valueOrNull(trials.totalReturn[row]!),
    cagr: (row) => valueOrNull(trials.cagr[row]!),
    max_drawdown: (row) => valueOrNull(trials.maxDrawdown[row]!),
    total_trades: (row) => trials.trades[row]!,
  })
}
