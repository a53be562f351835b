import { msToDate } from '#shared/domain/calendarDate.ts'
import type { Dataset, QualityReport } from '#shared/domain/dataset.ts'
import { formatPercent } from '../../figures.ts'
import { formatFacts, formatTable } from '../../table.ts'

export function datasetTable(rows: readonly Dataset[]): string {
  return formatTable(rows, [
    { title: 'ID', cell: ({ id }) => id },
    { title: 'NAME', cell: ({ name }) => name },
    { title: 'SYMBOL', cell: ({ symbol }) => symbol },
    { title: 'BARS', cell: ({ barCount }) => String(barCount), align: 'right' },
    { title: 'FROM', cell: ({ firstTimeMs }) => msToDate(firstTimeMs) },
    { title: 'TO', cell: ({ lastTimeMs }) => msToDate(lastTimeMs) },
    { title: 'REJECTED', cell: ({ quality }) => String(quality.rejectedRows), align: 'right' },
  ])
}

/** One data set with everything that is known about it. */
export function describeDataset(dataset: Dataset): string {
  const { name, kind, symbols, source, adjusted, survivorship, dataHash, quality } = dataset
  const facts = formatFacts([
    ['Name', name],
    ['Kind', kind === 'panel' ? `panel of ${symbols.length} symbols: ${symbols.join(', ')}` : `bars of ${symbols[0]}`],
    ['Dates', `${msToDate(dataset.firstTimeMs)} to ${msToDate(dataset.lastTimeMs)}, ${dataset.barCount} bars`],
    ['Source', source],
    ['Adjusted', adjusted === null ? 'not known' : adjusted ? 'yes' : 'no'],
    ['Survivorship', survivorship.replaceAll('_', ' ')],
    ['Made from', describeProvenance(dataset.provenance)],
    ['Data hash', dataHash],
    ...qualityFacts(quality),
  ])
  return facts + quality.issues.map(({ line, column, problem }) => `line ${line}, column ${column}: ${problem}\n`).join('')
}

function describeProvenance(provenance: Dataset['provenance']): string {
  if (provenance === null) return 'a file'
  if (provenance.kind === 'resampled') return `"${provenance.fromName}" (${provenance.fromId}), resampled to ${provenance.period}`
  return `nothing: made up with seed ${provenance.seed}`
}

function qualityFacts(quality: QualityReport): [string, string][] {
  const { calendar, gapFraction, missingBars, outlierBars } = quality
  const gaps = gapFraction === null ? 'not known: no calendar fits' : `${missingBars ?? 'some'} missing bars, ${formatPercent(gapFraction)}`
  return [
    ['Rows read', `${quality.rows}, ${quality.rejectedRows} rejected`],
    ['Times', `${quality.duplicateTimes} twice, ${quality.disorderedTimes} out of order`],
    ['Impossible bars', String(quality.ohlcViolations + quality.nonPositivePrices)],
    ['Zero volume', String(quality.zeroVolumeBars)],
    ['Gaps', calendar === null ? gaps : `${gaps} against a calendar of ${calendar} bars`],
    ['Outliers', outlierBars === null ? 'not known' : `${outlierBars} returns far out of line`],
  ]
}
