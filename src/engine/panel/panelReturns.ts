import type { Panel } from '#shared/domain/dataset.ts'
import { roc } from '../indicators/roc.ts'

/** Simple returns of every instrument from bar to bar of the calendar; NaN unless it has a close at both. */
export function panelReturns({ instruments }: Panel): Float64Array[] {
  return instruments.map(({ close }) => roc(close, 1))
}

/** Growth of 1 that holds all instruments in equal parts, weighed anew at every bar; a bar without any known return changes nothing. */
export function equalWeightIndex(panel: Panel): Float64Array {
  let level = 1
  return crossSectionalMean(panelReturns(panel)).map((mean) => {
    if (!Number.isNaN(mean)) level *= 1 + mean
    return level
  })
}

/** Mean of the values that are known at each bar; NaN where none is. */
export function crossSectionalMean(columns: readonly Float64Array[]): Float64Array {
  const means = new Float64Array(columns[0]?.length ?? 0)
  for (let bar = 0; bar < means.length; bar++) {
    let [total, known] = [0, 0]
    for (let k = 0; k < columns.length; k++) {
      const value = columns[k]![bar]!
      if (Number.isNaN(value)) continue
      total += value
      known++
    }
    means[bar] = total / known
  }
  return means
}
