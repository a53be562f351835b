import { Group, Text } from '@mantine/core'
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

/** One figure a week as bars around zero; the panel around it shows the same values as a table. */
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
      {/* Without a value the axis lies at the foot, as it does under bars. */}
      <Bars {...{ title, points, format, latest }} top={known.length === 0 ? 1 : Math.max(0, ...known)} bottom={Math.min(0, ...known)} />
    </div>
  )
}

const weekName = ({ weekStartMs }: TrendPoint) => `Week of ${formatDate(weekStartMs)}`

interface BarsProps extends TrendBarsProps {
  /** null: no week has a value. */
  readonly latest: TrendPoint | null
  readonly top: number
  readonly bottom: number
}

function Bars({ title, points, latest, top, bottom, format }: BarsProps) {
  const span = top - bottom || 1
  const y = (value: number) => ((top - value) / span) * HEIGHT
  const step = WIDTH / points.length
  return (
    <svg
      className={classes['picture']}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={`${title} in ${points.length} weeks, ${latest === null ? 'never known' : `from ${format(bottom)} to ${format(top)}`}`}
    >
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
