import type { GoalThreshold } from '#shared/domain/strategy.ts'

/** How a goal may speak of a metric; the number follows within a few words, or stands right before. */
interface WishPattern {
  readonly metric: GoalThreshold['metric']
  readonly comparison: GoalThreshold['comparison']
  readonly pattern: RegExp
  readonly toBound: (number: number) => number
}

const NUMBER = String.raw`(\d+(?:\.\d+)?)`
/** "of at most", "has to stay under": up to four words between a metric and its number. */
const BETWEEN = '(?:[a-z]+ ){0,4}?'

const percentAfter = (words: string) =>
  new RegExp(String.raw`\b(?:${words}) ${BETWEEN}${NUMBER} ?%|${NUMBER} ?% (?:annual |a year |max(?:imum)? )?(?:${words})\b`)
const ratioAfter = (words: string) => new RegExp(String.raw`\b(?:${words})(?: ratio)? ${BETWEEN}${NUMBER}(?! ?%)`)
const fraction = (percent: number) => Number((percent / 100).toPrecision(12))
const same = (number: number) => number

const WISHES: readonly WishPattern[] = [
  { metric: 'sharpe_ratio', comparison: 'at_least', pattern: ratioAfter('sharpe'), toBound: same },
  { metric: 'sortino_ratio', comparison: 'at_least', pattern: ratioAfter('sortino'), toBound: same },
  { metric: 'calmar_ratio', comparison: 'at_least', pattern: ratioAfter('calmar'), toBound: same },
  { metric: 'profit_factor', comparison: 'at_least', pattern: ratioAfter('profit factor'), toBound: same },
  // Drawdowns are negative fractions: at most 15 % lost is at least -0.15.
  { metric: 'max_drawdown', comparison: 'at_least', pattern: percentAfter('draw ?downs?'), toBound: (percent) => -fraction(percent) },
  { metric: 'cagr', comparison: 'at_least', pattern: percentAfter('returns?|cagr|growth'), toBound: fraction },
  { metric: 'win_rate', comparison: 'at_least', pattern: percentAfter('win rate'), toBound: fraction },
  { metric: 'annual_volatility', comparison: 'at_most', pattern: percentAfter('volatility (?:under|below|at most)'), toBound: fraction },
]

/** What a goal asks of the result in numbers, in a fixed order; `text` is normalised (see readGoal). */
export function readThresholds(text: string): GoalThreshold[] {
  return WISHES.flatMap(({ metric, comparison, pattern, toBound }) => {
    const found = pattern.exec(text)
    const number = found?.[1] ?? found?.[2]
    return number === undefined ? [] : [{ metric, comparison, bound: toBound(Number(number)) }]
  })
}
