import { METRICS } from '#shared/domain/metricRegistry.ts'
import { formatNumber } from '../format/figures.ts'
import classes from './SharpeInterval.module.css'

interface SharpeBounds {
  readonly low: number | null | undefined
  readonly high: number | null | undefined
}

/** "-0.12 to 0.74", or null where either end is unknown. */
export function sharpeRange({ low, high }: SharpeBounds): string | null {
  return low == null || high == null ? null : `${formatNumber(low)} to ${formatNumber(high)}`
}

interface SharpeValueProps extends SharpeBounds {
  readonly sharpe: number | null
}

/** A Sharpe ratio in a table with its 95% confidence interval beside it; without one where it is not known. */
export function SharpeValue({ sharpe, ...bounds }: SharpeValueProps) {
  const range = sharpeRange(bounds)
  return (
    <span className={classes['value']}>
      {range !== null && (
        <span className={classes['interval']} title={`95% confidence interval. ${METRICS.sharpe_low.definition}`}>
          {range}
        </span>
      )}
      {formatNumber(sharpe)}
    </span>
  )
}
