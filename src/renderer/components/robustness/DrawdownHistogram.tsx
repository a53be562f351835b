import { Text } from '@mantine/core'
import type { RobustnessPaths } from '#shared/domain/robustness.ts'
import { FigureFrame } from '../../charts/FigureFrame.tsx'
import { formatCount, formatPercent } from '../../format/figures.ts'
import classes from './FanChart.module.css'

const HEIGHT = 220

/** Paths by their deepest drawdown; the dashed line is the drawdown that happened. */
export function DrawdownHistogram({ paths }: { readonly paths: RobustnessPaths }) {
  const { edges, counts } = paths.drawdownHistogram
  const [from, to] = [edges[0] ?? -1, edges.at(-1) ?? 0]
  const tallest = Math.max(1, ...counts)
  const place = (drawdown: number) => ((drawdown - from) / (to - from || 1)) * 100
  const percent = (value: number) => formatPercent(value, { decimals: 1 })
  const { p05, p50 } = paths.maxDrawdownQuantiles
  return (
    <figure className={classes['figure']}>
      <FigureFrame
        name="drawdowns"
        fileName="drawdowns of resampled paths.png"
        legend={<Text size="sm">Deepest drawdown</Text>}
        table={{
          caption: 'Paths by deepest drawdown',
          headers: ['Drawdown', 'Paths'],
          rows: counts.map((count, bin) => [`${percent(edges[bin] ?? from)} to ${percent(edges[bin + 1] ?? to)}`, formatCount(count)]),
        }}
      >
        <svg
          width="100%"
          height={HEIGHT}
          role="img"
          aria-label={`Deepest drawdown of ${formatCount(paths.paths)} paths: one in twenty falls below ${percent(p05)}, half below ${percent(p50)}; really ${percent(paths.actual.maxDrawdown)}`}
        >
          {counts.map((count, bin) => (
            <rect
              key={edges[bin]}
              x={`${place(edges[bin] ?? from)}%`}
              width={`${100 / counts.length - 0.4}%`}
              y={HEIGHT - (count / tallest) * (HEIGHT - 8)}
              height={(count / tallest) * (HEIGHT - 8)}
              className={classes['bar']}
            >
              <title>{`${percent(edges[bin] ?? from)} to ${percent(edges[bin + 1] ?? to)}: ${formatCount(count)} paths`}</title>
            </rect>
          ))}
          <line
            x1={`${place(paths.actual.maxDrawdown)}%`}
            x2={`${place(paths.actual.maxDrawdown)}%`}
            y1={0}
            y2={HEIGHT}
            className={classes['mark']}
          />
        </svg>
      </FigureFrame>
      <Text component="figcaption" size="xs" c="dimmed">
        Deepest drawdown of each path, {percent(from)} to {percent(to)}. One in twenty falls below {percent(p05)}; the dashed line is what
        happened, {percent(paths.actual.maxDrawdown)}.
      </Text>
    </figure>
  )
}
