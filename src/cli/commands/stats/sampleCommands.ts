import { type Command, Option } from 'commander'
import { automaticBlockLength, longestBlockLength } from '#engine/statistics/blockLength.ts'
import { measured } from '#engine/statistics/measured.ts'
import { overfittingProbability, type SplitStatistic } from '#engine/statistics/overfittingProbability.ts'
import { matrixOfColumns } from '#engine/statistics/returnMatrix.ts'
import { bootstrapMean, type MeanBootstrap } from '#engine/statistics/stationaryBootstrap.ts'
import { type SuperiorAbility, testSuperiorAbility } from '#engine/statistics/superiorAbility.ts'
import { AppError } from '#shared/domain/appError.ts'
import { formatValue } from '../../figures.ts'
import { readCount } from '../../readOption.ts'
import type { Terminal } from '../../terminal.ts'
import { presentStatistic, type Statistic, showMeasured } from './presentStatistic.ts'
import { type NumberTable, readNumberTable } from './readNumberTable.ts'
import { readJump, readSeed } from './statsOptions.ts'

const MATRIX_HELP = 'returns (CSV): one row per period, one column per strategy'

export function addSampleCommands(stats: Command, terminal: Terminal): void {
  addPbo(stats, terminal)
  addBootstrap(stats, terminal)
  addSpa(stats, terminal)
}

interface OverfittingOptions {
  readonly matrix: string
  readonly blocks: number
  readonly statistic: SplitStatistic
}

function addPbo(stats: Command, terminal: Terminal): void {
  stats
    .command('pbo')
    .description('Probability that the best strategy in sample is below the median out of sample.')
    .requiredOption('--matrix <file>', MATRIX_HELP)
    .option('--blocks <count>', 'even number of row blocks', readCount, 16)
    .addOption(new Option('--statistic <name>', 'what a strategy is judged by').choices(['sharpe', 'mean']).default('sharpe'))
    .action(async ({ matrix: file, blocks, statistic }: OverfittingOptions, command: Command) => {
      const { names, columns } = await readNumberTable(file, 'matrix')
      const result = overfittingProbability(matrixOfColumns(columns), { blocks, statistic })
      const { edges, counts } = result.histogram
      presentStatistic(command, terminal, {
        name: 'pbo',
        convention: result.convention,
        value: result.probability,
        details: {
          statistic_used: statistic,
          blocks,
          splits: result.splits,
          rows: columns[0]!.length,
          strategies: names.length,
          logit_histogram: { edges: Array.from(edges), counts: Array.from(counts) },
        },
        facts: [
          ['Judged by', statistic],
          ['Splits', `${result.splits} of ${blocks} blocks`],
          ['Strategies', `${names.length} over ${columns[0]!.length} periods`],
        ],
      })
    })
}

interface ResampleOptions {
  readonly p?: number
  readonly paths: number
  readonly seed: number
}

function withResampling(command: Command): Command {
  return command
    .option('--p <probability>', 'chance of a jump at each step; 1/p is the mean block length (default: chosen from the data)', readJump)
    .option('--paths <count>', 'resamples', readCount, 10_000)
    .option('--seed <number>', 'seed of the resamples', readSeed, 42)
}

function addBootstrap(stats: Command, terminal: Terminal): void {
  withResampling(stats.command('bootstrap'))
    .description('Uncertainty of the mean of a dependent series by the stationary bootstrap.')
    .requiredOption('--series <file>', 'series (CSV): one value per line; the first column counts')
    .action(async ({ series: file, p, paths, seed }: ResampleOptions & { readonly series: string }, command: Command) => {
      const series = (await readNumberTable(file, 'series')).columns[0]!
      const automatic = automaticBlockLength(series)
      const jump = p ?? 1 / (automatic.length.value ?? 1)
      const result = bootstrapMean(series, { jump, paths, seed })
      presentStatistic(command, terminal, describeBootstrap(result, automatic.length.value))
    })
}

function describeBootstrap(result: MeanBootstrap, automaticLength: number | null): Statistic {
  const { mean, varianceOfMean, standardError, simulatedMean, simulatedVariance, quantiles, jump, paths, seed } = result
  return {
    name: 'variance_of_mean',
    convention: result.convention,
    value: measured(varianceOfMean),
    details: {
      variance_of_mean: varianceOfMean,
      standard_error: standardError,
      mean,
      n: result.observations,
      p: jump,
      automatic_block_length: automaticLength,
      paths,
      seed,
      quantile_type: result.quantileType,
      simulated: { mean: simulatedMean, variance_of_mean: simulatedVariance, quantiles },
    },
    facts: [
      ['Standard error', formatValue(standardError)],
      ['Mean', formatValue(mean)],
      ['Mean, 95% of paths', `${formatValue(quantiles.p025)} to ${formatValue(quantiles.p975)}`],
      ['Paths', `${paths}, seed ${seed}, p ${formatValue(jump)}, quantiles type ${result.quantileType}`],
    ],
  }
}

interface SuperiorOptions extends ResampleOptions {
  readonly matrix: string
  readonly benchmark?: string
}

function addSpa(stats: Command, terminal: Terminal): void {
  withResampling(stats.command('spa'))
    .description('Is the best of several strategies better than the benchmark, allowing for the choice?')
    .requiredOption('--matrix <file>', MATRIX_HELP)
    .option('--benchmark <column>', "name or number (from 1) of the benchmark's column (default: a return of 0)")
    .action(async ({ matrix, benchmark, p, paths, seed }: SuperiorOptions, command: Command) => {
      const { names, columns } = excessOver(await readNumberTable(matrix, 'matrix'), benchmark)
      const jump = p ?? 1 / longestBlockLength(columns)
      const result = testSuperiorAbility(matrixOfColumns(columns), { jump, paths, seed })
      presentStatistic(command, terminal, describeSuperior(result, names[result.best]!))
    })
}

/** Every other column less the benchmark's. */
function excessOver({ names, columns }: NumberTable, benchmark: string | undefined): NumberTable {
  if (benchmark === undefined) return { names, columns }
  const at = names.includes(benchmark) ? names.indexOf(benchmark) : Number(benchmark) - 1
  const base = columns[at]
  if (base === undefined) {
    throw new AppError('invalid_input', `The matrix has no column ${benchmark}; it has ${names.join(', ')}`, {
      details: { field: 'benchmark' },
    })
  }
  if (columns.length === 1) throw new AppError('invalid_input', 'The matrix holds nothing but the benchmark; add a column per strategy')
  const isOther = (_: unknown, k: number) => k !== at
  return { names: names.filter(isOther), columns: columns.filter(isOther).map((column) => column.map((value, t) => value - base[t]!)) }
}

function describeSuperior({ conventions, spa, realityCheck, ...result }: SuperiorAbility, best: string): Statistic {
  const { observations, strategies, flat, jump, paths, seed } = result
  return {
    name: 'spa_consistent_p',
    convention: conventions.spa,
    value: spa.consistent,
    details: {
      lower: spa.lower.value,
      consistent: spa.consistent.value,
      upper: spa.upper.value,
      reality_check: { convention: conventions.realityCheck, value: realityCheck.value, reason: realityCheck.reason },
      best_strategy: best,
      n: observations,
      strategies,
      flat_strategies: flat,
      p: jump,
      paths,
      seed,
    },
    facts: [
      ['Lower, upper', `${showMeasured(spa.lower)}, ${showMeasured(spa.upper)}`],
      ['Reality check p', showMeasured(realityCheck)],
      ['Best strategy', best],
      ['Paths', `${paths}, seed ${seed}, p ${formatValue(jump)}`],
    ],
  }
}
