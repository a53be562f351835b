import { Group, Text, VisuallyHidden } from '@mantine/core'
import { useDeferredValue } from 'react'
import { formatDate } from '../../format/instants.ts'
import classes from './TrendBars.module.css'

export interface TrendPoint {
  readonly weekStartMs: number
  /** null: nothing of the kind happened that week; it is a gap, not a zero. */
  readonly value: number | null
}

interface TrendBarsProps {
  readonly title: string
  readonly points: readonly TrendPoint[]
  readonly format: (value: number | null) => string
}

const WIDTH = 260
const HEIGHT = 72
const GAP = 2

/** One figure a week as bars around zero, with the same values in a table for people who do not see it. */
export function TrendBars({ title, points, format }: TrendBarsProps) {
  const known = points.flatMap(({ value }) => (value === null ? [] : [value]))
  const latest = points.findLast(({ value }) => value !== null) ?? null
  return (
    <div>
      <Group justify="space-between" gap="xs">
        <Text size="sm" c="dimmed">
          {title}
        </Text>
        <Text size="sm" fw={500} style={{ fontVariantNumeric: 'tabular-nums' }} title={latest === null ? undefined : weekName(latest)}>
          {format(latest?.value ?? null)}
        </Text>
      </Group>
      <Bars points={points} top={Math.max(0, ...known)} bottom={Math.min(0, ...known)} format={format} />
      <WeekTable title={title} points={points} format={format} />
    </div>
  )
}

/** Nobody sees it, so it waits for the frame after the first: five of them are a third of the page's elements. */
function WeekTable({ title, points, format }: TrendBarsProps) {
  const isDue = useDeferredValue<boolean>(true, false)
  if (!isDue) return null
  return (
    <VisuallyHidden>
      <table>
        <caption>{title} by week</caption>
        <tbody>
          {points.map((point) => (
            <tr key={point.weekStartMs}>
              <th scope="row">{weekName(point)}</th>
              <td>{format(point.value)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </VisuallyHidden>
  )
}

const weekName = ({ weekStartMs }: TrendPoint) => `Week of ${formatDate(weekStartMs)}`

interface BarsProps extends Pick<TrendBarsProps, 'points' | 'format'> {
  readonly top: number
  readonly bottom: number
}

function Bars({ points, top, bottom, format }: BarsProps) {
  const span = top - bottom || 1
  const y = (value: number) => ((top - value) / span) * HEIGHT
  const step = WIDTH / points.length
  return (
    <svg className={classes['picture']} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden>
      {points.map((point, index) =>
        point.value === null ? null : (
          <rect
            key={point.weekStartMs}
            className={classes['bar']}
            data-below={point.value < 0}
            x={index * step}
            width={step - GAP}
            y={Math.min(y(point.value), y(0))}
            // A real zero is a line on the axis; a week without a value is empty.
            height={Math.max(1, Math.abs(y(point.value) - y(0)))}
          >
            <title>{`${weekName(point)}: ${format(point.value)}`}</title>
          </rect>
        ),
      )}
      <line className={classes['axis']} x1={0} x2={WIDTH} y1={y(0)} y2={y(0)} vectorEffect="non-scaling-stroke" />
    </svg>
  )
}
