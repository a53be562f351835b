import type { QualityReport } from '#shared/domain/dataset.ts'
import { formatCount, formatPercent } from '../../format/figures.ts'

export interface QualityFigure {
  readonly label: string
  readonly shown: string
  readonly isProblem: boolean
}

/** What the importer found, in words; the gap share is shown even when it is not known. */
export function qualityFigures(quality: QualityReport): readonly QualityFigure[] {
  const count = (label: string, value: number) => ({ label, shown: formatCount(value), isProblem: value > 0 })
  return [
    { label: 'Rows read', shown: formatCount(quality.rows), isProblem: false },
    count('Rejected rows', quality.rejectedRows),
    count('Duplicate times', quality.duplicateTimes),
    count('Times out of order', quality.disorderedTimes),
    count('OHLC violations', quality.ohlcViolations),
    count('Prices not above zero', quality.nonPositivePrices),
    { label: 'Bars without volume', shown: formatCount(quality.zeroVolumeBars), isProblem: false },
    { label: gapLabel(quality), shown: gapWords(quality), isProblem: false },
    {
      label: 'Returns out of line',
      shown: quality.outlierBars === null ? 'not known' : formatCount(quality.outlierBars),
      isProblem: false,
    },
  ]
}

function gapLabel({ calendar }: QualityReport): string {
  return calendar === null || calendar === 'daily' ? 'Missing weekdays' : `Missing ${calendar} bars`
}

function gapWords({ gapFraction, missingBars }: QualityReport): string {
  if (gapFraction === null) return 'not known: no calendar fits these times'
  return missingBars === null ? formatPercent(gapFraction) : `${formatCount(missingBars)} (${formatPercent(gapFraction)})`
}

/** How many rows or bars have something wrong with them. */
export function countProblems(quality: QualityReport): number {
  const { rejectedRows, duplicateTimes, disorderedTimes, ohlcViolations, nonPositivePrices } = quality
  return Math.max(rejectedRows, duplicateTimes + disorderedTimes + ohlcViolations + nonPositivePrices)
}
