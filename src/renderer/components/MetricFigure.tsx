import { Stack, Text, Tooltip, VisuallyHidden } from '@mantine/core'
import type { ReactNode } from 'react'
import { METRICS, type MetricDefinition, type MetricName, type MetricUnit } from '#shared/domain/metricRegistry.ts'
import { formatInUnit } from '../format/figures.ts'
import classes from './MetricFigure.module.css'

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
  const missing = value === null ? `Not known: ${reason ?? 'no reason was recorded.'}` : null
  const unitWord = value === null ? undefined : UNIT_WORDS[unit]
  return (
    <Tooltip
      label={
        <Stack gap={4}>
          <span>{definition}</span>
          {missing !== null && <strong>{missing}</strong>}
        </Stack>
      }
    >
      <div className={classes['figure']}>
        <button type="button" className={classes['term']}>
          {label}
        </button>
        <span className={classes['value']} data-missing={value === null || undefined}>
          {formatInUnit(value, unit)}
          {unitWord !== undefined && <span className={classes['unit']}>{unitWord}</span>}
          {missing !== null && <VisuallyHidden>{missing}</VisuallyHidden>}
        </span>
        {detail !== undefined && (
          <Text component="span" size="xs" c="dimmed">
            {detail}
          </Text>
        )}
      </div>
    </Tooltip>
  )
}
