import type { Panel } from '#shared/domain/dataset.ts'
import { roc } from '../indicators/roc.ts'

/** Simple returns of every instrument from bar to bar of the calendar; NaN unless it has a close at both. */
export function panelReturns({ instruments }: Panel): Float64Array[] {
  return instruments.map(({ close }) => roc(close, 1))
}

/** Mean of the values that are known at each bar; NaN where none is. */
export function crossSectionalMean(columns: readonly Float64Array[]): Float64Array {
  return Float64Array.from({ length: columns[0]?.length ?? 0 }, (_, bar) => {
    const known = columns.map((column) => column[bar]!).filter((value) => !Number.isNaN(value))
    return known.reduce((total, value) => total + value, 0) / known.length
  })
}
