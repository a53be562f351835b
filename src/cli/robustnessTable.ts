import type { MatrixCellResult, Robustness, RobustnessPaths, RobustnessResult } from '#shared/domain/robustness.ts'
import { formatCount, formatInstant, formatPercent, formatRatio } from './figures.ts'
import { formatFacts, formatTable } from './table.ts'

type Measured = RobustnessResult['costs']['breakeven']

/** Robustness tests for people: what could have happened, what the result hangs on, other window lengths. */
export function describeRobustness({ result, createdAtMs, engineVersion }: Robustness): string {
  const drawn = result.monteCarlo.flatMap(({ result: paths }) => (paths === null ? [] : [paths]))
  const undrawn = result.monteCarlo.flatMap((method) => (method.result === null ? [`${method.convention}: ${method.reason}\n`] : []))
  const matrix = result.matrix === null ? '' : `\n${matrixTable(result.matrix)}`
  return `${pathsTable(drawn)}${undrawn.join('')}\n${costsTable(result.costs.points)}\n${regimesTable(result.regimes.parts)}${matrix}\n${formatFacts(
    [...hangsOn(result), ['Tested', `${formatInstant(createdAtMs)}, engine ${engineVersion}, seed ${result.seed}, quantiles of type 7`]],
  )}`
}

function pathsTable(methods: readonly RobustnessPaths[]): string {
  return formatTable(methods, [
    { title: 'METHOD', cell: ({ convention }) => convention.replace('monte-carlo.', '') },
    { title: 'PATHS', cell: ({ paths }) => formatCount(paths), align: 'right' },
    { title: 'GROWTH P05', cell: ({ finalGrowthQuantiles }) => formatRatio(finalGrowthQuantiles.p05), align: 'right' },
    { title: 'P50', cell: ({ finalGrowthQuantiles }) => formatRatio(finalGrowthQuantiles.p50), align: 'right' },
    { title: 'P95', cell: ({ finalGrowthQuantiles }) => formatRatio(finalGrowthQuantiles.p95), align: 'right' },
    { title: 'DRAWDOWN P05', cell: ({ maxDrawdownQuantiles }) => formatPercent(maxDrawdownQuantiles.p05), align: 'right' },
    { title: 'P50', cell: ({ maxDrawdownQuantiles }) => formatPercent(maxDrawdownQuantiles.p50), align: 'right' },
    { title: 'REAL', cell: ({ actual }) => formatPercent(actual.maxDrawdown), align: 'right' },
    { title: 'END WITH A LOSS', cell: ({ lossProbability }) => formatPercent(lossProbability), align: 'right' },
  ])
}

function costsTable(points: RobustnessResult['costs']['points']): string {
  return formatTable(points, [
    { title: 'COSTS', cell: ({ multiple }) => `${multiple}x`, align: 'right' },
    { title: 'SHARPE', cell: ({ score }) => formatRatio(score.sharpe), align: 'right' },
    { title: 'RETURN', cell: ({ score }) => formatPercent(score.totalReturn), align: 'right' },
    { title: 'DRAWDOWN', cell: ({ score }) => formatPercent(score.maxDrawdown), align: 'right' },
  ])
}

function regimesTable(parts: RobustnessResult['regimes']['parts']): string {
  return formatTable(parts, [
    { title: 'REGIME', cell: ({ regime }) => regime.replace('_', ', ') },
    { title: 'BARS', cell: ({ bars }) => formatCount(bars), align: 'right' },
    { title: 'SHARPE', cell: ({ sharpe }) => formatRatio(sharpe), align: 'right' },
    { title: 'RETURN', cell: ({ totalReturn }) => formatPercent(totalReturn), align: 'right' },
  ])
}

function matrixTable(cells: readonly MatrixCellResult[]): string {
  return formatTable(cells, [
    { title: 'TRAINING', cell: ({ trainLength }) => formatCount(trainLength), align: 'right' },
    { title: 'TEST', cell: ({ testLength }) => formatCount(testLength), align: 'right' },
    { title: 'WINDOWS', cell: ({ windows }) => formatCount(windows), align: 'right' },
    { title: 'OOS SHARPE', cell: ({ sharpe }) => formatRatio(sharpe), align: 'right' },
    { title: 'STABILITY', cell: ({ stabilityScore }) => formatRatio(stabilityScore), align: 'right' },
    { title: 'NOTE', cell: ({ reason }) => reason ?? '' },
  ])
}

function hangsOn({ base, costs, delay, droppedTrades, parameters }: RobustnessResult): [name: string, value: string][] {
  return [
    ['As it is', `Sharpe ${formatRatio(base.sharpe)}, return ${formatPercent(base.totalReturn)}, ${base.trades} trades`],
    [
      'Breaks even at',
      `${costs.isLowerBound ? 'more than ' : ''}${measuredWords(costs.breakeven, (value) => `${formatRatio(value)} times the costs`)}`,
    ],
    [`${delay.bars} bar later`, measuredWords(delay.keptSharpe, (value) => `${formatPercent(value)} of the Sharpe ratio is left`)],
    [
      `Without ${formatPercent(droppedTrades.share)} of the trades`,
      measuredWords(
        droppedTrades.keptSharpe,
        (value) => `${formatPercent(value)} of the Sharpe ratio is left in the worst 5% of ${droppedTrades.draws} draws`,
      ),
    ],
    [
      'Parameters moved',
      measuredWords(parameters.profitableShare, (value) => `${formatPercent(value)} of ${parameters.neighbours.length} neighbours earn`),
    ],
  ]
}

const measuredWords = ({ value, reason }: Measured, words: (value: number) => string): string =>
  value === null ? `undefined: ${reason}` : words(value)
