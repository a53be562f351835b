import { Text } from '@mantine/core'
import type { RobustnessFan } from '#shared/domain/robustness.ts'
import { FigureFrame } from '../../charts/FigureFrame.tsx'
import { formatCount, formatNumber } from '../../format/figures.ts'
import classes from './FanChart.module.css'

const WIDTH = 480
const HEIGHT = 220

/** Growth of 1 over the paths: half of them within the dark band, nine of ten within the light one, and what really happened. */
export function FanChart({ fan }: { readonly fan: RobustnessFan }) {
  const values = [...fan.p05, ...fan.p95, ...fan.actual]
  const [low, high] = [Math.min(...values), Math.max(...values)]
  const last = fan.step.at(-1) || 1
  const point = (value: number, index: number) =>
    `${(((fan.step[index] ?? 0) / last) * WIDTH).toFixed(1)},${(HEIGHT - ((value - low) / (high - low || 1)) * HEIGHT).toFixed(1)}`
  const line = (series: readonly number[]) => series.map(point).join(' ')
  const band = (under: readonly number[], over: readonly number[]) => `${line(under)} ${over.map(point).reverse().join(' ')}`
  const end = { low: formatNumber(fan.p05.at(-1)), middle: formatNumber(fan.p50.at(-1)), high: formatNumber(fan.p95.at(-1)) }
  return (
    <figure className={classes['figure']}>
      <FigureFrame name="fan" fileName="growth of resampled paths.png" legend={<Text size="sm">Growth</Text>} table={tableOf(fan)}>
        <svg
          viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
          preserveAspectRatio="none"
          width="100%"
          height={HEIGHT}
          role="img"
          aria-label={`Growth of 1 over ${formatCount(last)} bars: nine of ten paths end between ${end.low} and ${end.high}, the median at ${end.middle}; really ${formatNumber(fan.actual.at(-1))}`}
        >
          <polygon points={band(fan.p05, fan.p95)} className={classes['wide']} />
          <polygon points={band(fan.p25, fan.p75)} className={classes['narrow']} />
          <polyline points={line(fan.p50)} className={classes['median']} />
          <polyline points={line(fan.actual)} className={classes['actual']} />
        </svg>
      </FigureFrame>
      <Text component="figcaption" size="xs" c="dimmed">
        Growth of 1 over {formatCount(last)} bars, {formatNumber(low)} to {formatNumber(high)}. Bands hold 90% and 50% of the paths, the
        dashed line their median; the orange line is what happened.
      </Text>
    </figure>
  )
}

function tableOf({ step, actual, ...bands }: RobustnessFan) {
  const series = [bands.p05, bands.p25, bands.p50, bands.p75, bands.p95, actual]
  return {
    caption: 'Growth of 1 by bar',
    headers: ['Bar', '5th percentile', '25th', 'Median', '75th', '95th', 'What happened'],
    rows: step.map((bar, index) => [formatCount(bar), ...series.map((values) => formatNumber(values[index]))]),
  }
}
