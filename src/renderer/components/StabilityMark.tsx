import { IconCircleCheck, IconCircleX } from '@tabler/icons-react'
import type { ValidationMetrics } from '#shared/domain/validation.ts'
import { formatNumber, MISSING } from '../format/figures.ts'
import classes from './Badge.module.css'

/** The stability score with a mark for whether it passes; never colour alone. */
export function StabilityMark({ metrics }: { readonly metrics: ValidationMetrics | null }) {
  if (metrics === null) return MISSING
  const { stabilityScore, passed } = metrics
  const [Icon, word, color] = passed
    ? [IconCircleCheck, 'stable', 'var(--verdict-pass)']
    : [IconCircleX, 'not stable', 'var(--verdict-fail)']
  return (
    <span className={classes['badge']} style={{ color }} title={`${word}: 75 or more passes, and every window must have a degradation`}>
      <Icon size={15} stroke={1.8} role="img" aria-label={word} />
      {formatNumber(stabilityScore, { decimals: 1 })}
    </span>
  )
}
