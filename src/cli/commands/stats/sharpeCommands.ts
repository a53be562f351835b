import type { Command } from 'commander'
import { deflatedSharpe } from '#engine/statistics/deflatedSharpe.ts'
import { minimumBacktestLength } from '#engine/statistics/minimumBacktestLength.ts'
import { minimumTrackRecord } from '#engine/statistics/minimumTrackRecord.ts'
import { probabilisticSharpe } from '#engine/statistics/probabilisticSharpe.ts'
import { formatValue } from '../../figures.ts'
import { readNumber } from '../../readOption.ts'
import type { Terminal } from '../../terminal.ts'
import { presentStatistic, showMeasured } from './presentStatistic.ts'
import { readObservations, readShare, readTrials, readVariance } from './statsOptions.ts'

interface SharpeOptions {
  readonly sharpe: number
  readonly benchmark: number
  readonly n: number
  readonly skew: number
  readonly kurtosis: number
}

export function addSharpeCommands(stats: Command, terminal: Terminal): void {
  addPsr(stats, terminal)
  addDsr(stats, terminal)
  addMinTrl(stats, terminal)
  addMinBtl(stats, terminal)
}

/** Per period, and the kurtosis not excess (3 for normal returns). */
function withShape(command: Command): Command {
  return command
    .requiredOption('--sharpe <number>', 'estimated Sharpe ratio per period, not annualised', readNumber)
    .option('--skew <number>', 'skewness of the returns', readNumber, 0)
    .option('--kurtosis <number>', 'kurtosis of the returns, not excess: 3 for normal ones', readNumber, 3)
}

const estimateOf = ({ sharpe, n, skew, kurtosis }: SharpeOptions) => ({ sharpe, observations: n, skewness: skew, kurtosis })

function addPsr(stats: Command, terminal: Terminal): void {
  withShape(stats.command('psr'))
    .description('Probability that the true Sharpe ratio exceeds a benchmark.')
    .requiredOption('--n <count>', 'number of returns', readObservations)
    .option('--benchmark <number>', 'Sharpe ratio to exceed, per period', readNumber, 0)
    .action((options: SharpeOptions, command: Command) => {
      const value = probabilisticSharpe(estimateOf(options), options.benchmark)
      presentStatistic(command, terminal, {
        name: 'psr',
        convention: 'psr.blp2012',
        value,
        details: { inputs: shapeOf(options) },
        facts: [],
      })
    })
}

const shapeOf = ({ sharpe, benchmark, n, skew, kurtosis }: SharpeOptions) => ({ sharpe, benchmark, n, skew, kurtosis })

interface DeflatedOptions extends SharpeOptions {
  readonly trials: number
  readonly variance: number
}

function addDsr(stats: Command, terminal: Terminal): void {
  withShape(stats.command('dsr'))
    .description('Probability that the true Sharpe ratio exceeds what luck gives the best of N trials.')
    .requiredOption('--n <count>', 'number of returns', readObservations)
    .requiredOption('--trials <number>', 'effective number of independent trials', readTrials)
    .requiredOption('--variance <number>', "variance of the trials' per-period Sharpe ratios", readVariance)
    .option('--benchmark <number>', 'Sharpe ratio per period that a trial without skill is expected to have', readNumber, 0)
    .action((options: DeflatedOptions, command: Command) => {
      const { trials, variance, benchmark } = options
      const { convention, probability, expectedMaximum } = deflatedSharpe(estimateOf(options), { trials, variance, mean: benchmark })
      presentStatistic(command, terminal, {
        name: 'dsr',
        convention,
        value: probability,
        details: { sr0: expectedMaximum.value, inputs: { ...shapeOf(options), trials, variance } },
        facts: [['SR0 per period', showMeasured(expectedMaximum)]],
      })
    })
}

interface TrackRecordOptions extends Omit<SharpeOptions, 'n'> {
  readonly alpha: number
  readonly n?: number
}

function addMinTrl(stats: Command, terminal: Terminal): void {
  withShape(stats.command('mintrl'))
    .description('How many returns it takes to be sure that the true Sharpe ratio exceeds a benchmark.')
    .option('--benchmark <number>', 'Sharpe ratio to exceed, per period', readNumber, 0)
    .option('--alpha <share>', 'chance of being wrong', readShare, 0.05)
    .option('--n <count>', 'number of returns there are, to be told whether they are enough', readObservations)
    .action((options: TrackRecordOptions, command: Command) => {
      const { sharpe, benchmark, skew, kurtosis, alpha, n } = options
      // The number of returns does not enter the formula; two are the fewest an estimate can have.
      const value = minimumTrackRecord(estimateOf({ ...options, n: n ?? 2 }), benchmark, 1 - alpha)
      const isEnough = n === undefined ? null : value.value !== null && n >= value.value
      presentStatistic(command, terminal, {
        name: 'mintrl',
        convention: 'mintrl.blp2012',
        value,
        details: { unit: 'periods', is_enough: isEnough, inputs: { sharpe, benchmark, skew, kurtosis, alpha, n: n ?? null } },
        facts: [
          ['Unit', 'returns of the same period as the Sharpe ratio'],
          ...(isEnough === null ? [] : [['Enough', `${isEnough ? 'yes' : 'no'}, there are ${n}`] as const]),
        ],
      })
    })
}

function addMinBtl(stats: Command, terminal: Terminal): void {
  stats
    .command('minbtl')
    .description('Years of history below which the best of N worthless trials reaches a Sharpe ratio by luck.')
    .requiredOption('--trials <number>', 'number of independent trials', readTrials)
    .requiredOption('--sharpe <number>', 'annual Sharpe ratio aimed at', readNumber)
    .action(({ trials, sharpe }: { trials: number; sharpe: number }, command: Command) => {
      presentStatistic(command, terminal, {
        name: 'minbtl',
        convention: 'minbtl.bblz2014',
        value: minimumBacktestLength({ trials, target: sharpe }),
        details: { unit: 'years', inputs: { trials, sharpe } },
        facts: [['Unit', `years, for ${formatValue(trials)} trials`]],
      })
    })
}
