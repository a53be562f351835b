import type { CheckResult } from '#shared/domain/gate.ts'
import classes from './BulletBar.module.css'
import { scaleBullet } from './bulletScale.ts'

const WIDTH = 120
const HEIGHT = 14

/** A value as a bar against a tick for its bound. The figures beside it say the same in words, so it is hidden from screen readers. */
export function BulletBar({ check }: { readonly check: CheckResult }) {
  const scale = scaleBullet(check)
  if (scale === null) return null
  const from = Math.min(scale.zero, scale.value) * WIDTH
  const length = Math.max(1.5, Math.abs(scale.value - scale.zero) * WIDTH)
  return (
    <svg
      className={classes['bullet']}
      data-state={check.state}
      width={WIDTH}
      height={HEIGHT}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      aria-hidden
    >
      <rect className={classes['track']} x={0} y={3} width={WIDTH} height={8} rx={1.5} />
      <rect className={classes['value']} x={from} y={5} width={length} height={4} />
      {scale.warn !== null && <rect className={classes['warn']} x={scale.warn * WIDTH - 0.5} y={2} width={1} height={10} />}
      <rect className={classes['bound']} x={scale.bound * WIDTH - 1} y={0} width={2} height={HEIGHT} />
    </svg>
  )
}
