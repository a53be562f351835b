import type { ReactNode } from 'react'
import { METRICS, type MetricDefinition, type MetricName, type MetricUnit } from '#shared/domain/metricRegistry.ts'
import { formatInUnit } from '../format/figures.ts'
import { Figure } from './Figure.tsx'

/** Units worth a word beside the figure; percent signs already say the others. */
const UNIT_WORDS: Partial<Record<MetricUnit, string>> = { bars: 'bars' }

interface MetricFigureProps {
  readonly metric: MetricName
  /** null = not known; `reason` says why. */
  readonly value: number | null
  readonly reason?: string | undefined
  /** A quiet line below, for example a confidence interval. */
  readonly detail?: ReactNode
}

/** One metric as label and figure; hover or focus shows its definition, or why it is missing. */
export function MetricFigure({ metric, value, reason, detail }: MetricFigureProps) {
  const { label, unit, definition }: MetricDefinition = METRICS[metric]
  return (
    <Figure
      label={label}
      definition={definition}
      value={formatInUnit(value, unit)}
      unit={value === null ? undefined : UNIT_WORDS[unit]}
      missing={value === null ? `Not known: ${reason ?? 'no reason was recorded.'}` : null}
      detail={detail}
    />
  )
}
