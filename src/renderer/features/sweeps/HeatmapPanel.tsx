import { type ComboboxData, Group, Select, Skeleton, Stack, Text } from '@mantine/core'
import { IconGridDots, IconTable } from '@tabler/icons-react'
import { useCallback, useMemo, useRef } from 'react'
import { METRICS, type MetricName } from '#shared/domain/metricRegistry.ts'
import type { Sweep, SweepAxis } from '#shared/domain/sweep.ts'
import { PictureButtons } from '../../charts/PictureButtons.tsx'
import { useAddressState } from '../../components/addressState.ts'
import { ErrorNotice } from '../../components/ErrorNotice.tsx'
import { IconButton } from '../../components/IconButton.tsx'
import { Panel } from '../../components/Panel.tsx'
import { formatInUnit } from '../../format/figures.ts'
import classes from './Heatmap.module.css'
import { HeatmapCanvas } from './HeatmapCanvas.tsx'
import { HeatmapTable } from './HeatmapTable.tsx'
import { colorScale } from './heatmapColors.ts'
import { layOutHeatmap, MERGES, type Merge } from './heatmapGrid.ts'
import { SWEPT_METRICS } from './rankMetrics.ts'
import { useSweepColumns } from './useSweepColumns.ts'

/** Two axes and a metric; the other axes are held at a value or merged over. All of it stands in the address. */
export function HeatmapPanel({ sweep, onOpen }: { readonly sweep: Sweep; readonly onOpen: (trial: number) => void }) {
  const look = useHeatmapLook(sweep)
  const { x, y, metric, merge, held, isTable, change } = look
  const columns = useSweepColumns(sweep, metric)
  const canvas = useRef<HTMLCanvasElement>(null)
  const format = useCallback((value: number) => formatInUnit(value, METRICS[metric].unit), [metric])
  const heldKey = JSON.stringify(held)
  const grid = useMemo(
    () => (columns.data === undefined ? null : layOutHeatmap({ x, y, metric, merge, held: JSON.parse(heldKey), ...columns.data })),
    [columns.data, x, y, metric, merge, heldKey],
  )
  const label = METRICS[metric].label
  return (
    <Panel
      title="Heatmap"
      actions={
        <>
          <IconButton label={isTable ? 'View as heatmap' : 'View as table'} onClick={() => change({ view: isTable ? null : 'table' })}>
            {isTable ? <IconGridDots size={18} /> : <IconTable size={18} />}
          </IconButton>
          <PictureButtons take={() => canvas.current} fileName={`sweep ${sweep.strategyName} ${metric}.png`} disabled={isTable} />
        </>
      }
    >
      <Stack gap="sm">
        <HeatmapControls sweep={sweep} look={look} />
        {columns.error !== null && <ErrorNotice error={columns.error} onRetry={() => void columns.refetch()} />}
        {columns.error === null && grid === null && <Skeleton height={400} />}
        {grid !== null && isTable && (
          <HeatmapTable grid={grid} x={x} y={y} caption={`${label} by ${x.name} and ${y.name}`} format={format} />
        )}
        {grid !== null && !isTable && (
          <>
            <div className={classes['frame']}>
              <Text className={classes['yTitle'] ?? ''} size="sm" c="dimmed">
                {axisTitle(y)}
              </Text>
              <div>
                <HeatmapCanvas {...{ grid, x, y, format, onOpen }} metricLabel={label} picture={canvas} />
              </div>
              <span />
              <Text size="sm" c="dimmed" ta="center">
                {axisTitle(x)}
              </Text>
            </div>
            <ColorKey min={grid.min} max={grid.max} format={format} label={label} />
          </>
        )}
      </Stack>
    </Panel>
  )
}

/** "fast, 5 to 50 from left to right": the ends stand for the ticks. */
const axisTitle = ({ name, values }: SweepAxis) =>
  values.length > 1 ? `${name}, ${values[0]} to ${values.at(-1)}` : `${name} ${values[0]}`

function useHeatmapLook(sweep: Sweep) {
  const address = useAddressState()
  const { axes } = sweep
  const names = axes.map(({ name }) => name)
  // The axes with the most values tell the most on a map.
  const widest = [...axes].sort((a, b) => b.values.length - a.values.length).map(({ name }) => name)
  const xName = address.choice('x', names, widest[0]!)
  const others = names.filter((name) => name !== xName)
  const yName = address.choice('y', others, widest.find((name) => name !== xName) ?? xName)
  const axisOf = (name: string): SweepAxis => axes.find((axis) => axis.name === name)!
  const rest = axes.filter(({ name }) => name !== xName && name !== yName)
  const held = Object.fromEntries(
    rest.flatMap(({ name, values }) => {
      const place = Number(address.text(`at.${name}`) || Number.NaN)
      return place >= 0 && place < values.length ? [[name, place] as const] : []
    }),
  )
  return {
    x: axisOf(xName),
    y: yName === xName ? ONE_ROW : axisOf(yName),
    rest,
    held,
    metric: address.choice('metric', SWEPT_METRICS, sweep.rankMetric),
    merge: address.choice<Merge>('merge', MERGES, 'median'),
    isTable: address.text('view') === 'table',
    change: address.change,
  }
}

/** Stands in for the second axis of a sweep that has only one. */
const ONE_ROW: SweepAxis = { name: 'all', values: [''] }

interface HeatmapControlsProps {
  readonly sweep: Sweep
  readonly look: ReturnType<typeof useHeatmapLook>
}

function HeatmapControls({ sweep, look }: HeatmapControlsProps) {
  const { x, y, rest, held, metric, merge, change } = look
  const names = sweep.axes.map(({ name }) => name)
  const metrics = SWEPT_METRICS.map((name: MetricName) => ({ value: name, label: METRICS[name].label }))
  return (
    <Group gap="sm" align="flex-end">
      <Pick
        label="Across"
        value={x.name}
        data={names}
        onChange={(value) => change({ x: value, ...(value === y.name ? { y: x.name } : {}) })}
      />
      {y !== ONE_ROW && (
        <Pick label="Up" value={y.name} data={names.filter((name) => name !== x.name)} onChange={(value) => change({ y: value })} />
      )}
      <Pick label="Colour" value={metric} data={metrics} onChange={(value) => change({ metric: value })} />
      {rest.map(({ name, values }) => (
        <Pick
          key={name}
          label={name}
          value={String(held[name] ?? 'all')}
          data={[{ value: 'all', label: 'All, merged' }, ...values.map((value, place) => ({ value: String(place), label: String(value) }))]}
          onChange={(value) => change({ [`at.${name}`]: value === 'all' ? null : value })}
        />
      ))}
      {rest.length > Object.keys(held).length && (
        <Pick
          label="Merged by"
          value={merge}
          data={[
            { value: 'median', label: 'Median' },
            { value: 'best', label: 'Best' },
          ]}
          onChange={(value) => change({ merge: value === 'median' ? null : value })}
        />
      )}
    </Group>
  )
}

interface PickProps {
  readonly label: string
  readonly value: string
  readonly data: ComboboxData
  readonly onChange: (value: string) => void
}

function Pick({ label, value, data, onChange }: PickProps) {
  return (
    <Select
      size="xs"
      w={150}
      label={label}
      data={data}
      value={value}
      allowDeselect={false}
      onChange={(chosen) => chosen !== null && onChange(chosen)}
    />
  )
}

interface ColorKeyProps {
  readonly min: number
  readonly max: number
  readonly label: string
  readonly format: (value: number) => string
}

const KEY_STEPS = 9

function ColorKey({ min, max, label, format }: ColorKeyProps) {
  if (Number.isNaN(min)) return <Text size="sm">No trial shown has a value.</Text>
  const scale = colorScale(min, max)
  const colors = Array.from({ length: KEY_STEPS }, (_, step) =>
    scale.colorOf(scale.min + ((scale.max - scale.min) * step) / (KEY_STEPS - 1)),
  )
  return (
    <Group gap="xs">
      <Text size="xs" c="dimmed">
        {label} {format(scale.min)}
      </Text>
      <span className={classes['key']} style={{ background: `linear-gradient(to right, ${colors.join(', ')})` }} />
      <Text size="xs" c="dimmed">
        {format(scale.max)}
      </Text>
      <Text size="xs" c="dimmed">
        Blank: no trial there
      </Text>
    </Group>
  )
}
