import { Text, VisuallyHidden } from '@mantine/core'
import type { ReactNode } from 'react'
import classes from './Figure.module.css'
import { tipProps } from './SharedTip.tsx'

interface FigureProps {
  readonly label: string
  /** What it means; shown on hover and focus. */
  readonly definition: string
  /** Already formatted. */
  readonly value: string
  /** A word beside the value, for example "bars". */
  readonly unit?: string | undefined
  /** Why there is no value; null when there is one. */
  readonly missing?: string | null
  /** A quiet line below, for example a confidence interval. */
  readonly detail?: ReactNode
}

/** A label over a figure; hover or focus shows what it means, or why it is missing. */
export function Figure({ label, definition, value, unit, missing = null, detail }: FigureProps) {
  return (
    <div className={classes['figure']} {...tipProps(missing === null ? definition : `${definition}\n${missing}`)}>
      <button type="button" className={classes['term']}>
        {label}
      </button>
      <span className={classes['value']} data-missing={missing === null ? undefined : true}>
        {value}
        {unit !== undefined && <span className={classes['unit']}>{unit}</span>}
        {missing !== null && <VisuallyHidden>{missing}</VisuallyHidden>}
      </span>
      {detail !== undefined && (
        <Text component="span" size="xs" c="dimmed">
          {detail}
        </Text>
      )}
    </div>
  )
}
