import { Button, Group, RangeSlider, SimpleGrid, Skeleton, Stack, Text } from '@mantine/core'
import { useElementSize } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { METRICS, type MetricName } from '#shared/domain/metricRegistry.ts'
import type { Sweep } from '#shared/domain/sweep.ts'
import { useApi } from '../../api/ApiProvider.tsx'
import { readChartPalette } from '../../charts/chartPalette.ts'
import { PictureButtons } from '../../charts/PictureButtons.tsx'
import { ErrorNotice } from '../../components/ErrorNotice.tsx'
import { Panel } from '../../components/Panel.tsx'
import { formatCount, formatInUnit, formatNumber } from '../../format/figures.ts'
import { type Brushes, extentOf, isBrushed } from './brushes.ts'
import { drawParallel } from './drawParallel.ts'

const METRIC_AXES: readonly MetricName[] = ['sharpe_ratio', 'total_return', 'max_drawdown', 'total_trades']
const HEIGHT = 260

interface ParallelPanelProps {
  readonly sweep: Sweep
  readonly brushes: Brushes
  readonly onBrush: (brushes: Brushes) => void
}

/** Every trial as a line over all axes; brushes keep the trials that lie within them, here and in the table. */
export function ParallelPanel({ sweep, brushes, onBrush }: ParallelPanelProps) {
  const api = useApi()
  const names = [...sweep.axes.map(({ name }) => `parameter.${name}`), ...METRIC_AXES]
  const query = useQuery(api.sweeps.columns.queryOptions({ input: { id: sweep.id, names }, staleTime: Number.POSITIVE_INFINITY }))
  if (query.error !== null) return <ErrorNotice error={query.error} onRetry={() => void query.refetch()} />
  if (query.data === undefined) return <Skeleton height={HEIGHT} />
  return <ParallelLines {...{ sweep, brushes, onBrush, names }} columns={query.data} />
}

interface ParallelLinesProps extends ParallelPanelProps {
  readonly names: readonly string[]
  readonly columns: Readonly<Record<string, Float64Array>>
}

function ParallelLines({ sweep, brushes, onBrush, names, columns }: ParallelLinesProps) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const { ref, width } = useElementSize()
  const axes = names.flatMap((name) => {
    const extent = extentOf(columns[name]!)
    return extent === null ? [] : [{ name, label: labelOf(name), extent, format: formatOf(sweep, name) }]
  })
  const trials = Array.from({ length: sweep.trialCount }, (_, trial) => trial)
  const kept = trials.filter((trial) => isBrushed(columns, brushes, trial))
  useEffect(() => {
    if (canvas.current === null || width === 0) return
    drawParallel(canvas.current, { axes, columns, kept, trials, palette: readChartPalette(canvas.current), width, height: HEIGHT })
  })
  const brush = (name: string, range: readonly [number, number], extent: readonly [number, number]) => {
    const { [name]: _, ...others } = brushes
    onBrush(range[0] <= extent[0] && range[1] >= extent[1] ? others : { ...others, [name]: range })
  }
  return (
    <Panel
      title="Parallel coordinates"
      actions={
        <>
          {Object.keys(brushes).length > 0 && (
            <Button variant="default" size="xs" onClick={() => onBrush({})}>
              Clear brushes
            </Button>
          )}
          <PictureButtons take={() => canvas.current} fileName={`sweep ${sweep.strategyName} trials.png`} />
        </>
      }
    >
      <Stack gap="sm">
        <div ref={ref}>
          <canvas
            ref={canvas}
            style={{ display: 'block', width: '100%', height: HEIGHT }}
            role="img"
            aria-label={`Parallel coordinates of ${sweep.trialCount} trials over ${axes.map(({ label }) => label).join(', ')}; the same values stand in the table of trials`}
          />
        </div>
        <Group justify="space-between">
          <Text size="sm" role="status">
            {formatCount(kept.length)} of {formatCount(sweep.trialCount)} trials within the brushes; the table shows them.
          </Text>
        </Group>
        <SimpleGrid cols={{ base: 1, xs: 2, md: 4 }} spacing="lg" verticalSpacing="sm">
          {axes.map(({ name, label, extent, format }) => (
            <div key={name}>
              <Text size="xs" c="dimmed">
                {label}: {format(brushes[name]?.[0] ?? extent[0])} to {format(brushes[name]?.[1] ?? extent[1])}
              </Text>
              <RangeSlider
                size="sm"
                min={extent[0]}
                max={extent[1]}
                step={(extent[1] - extent[0]) / 200 || 1}
                minRange={0}
                disabled={extent[0] === extent[1]}
                label={null}
                thumbFromLabel={`${label} from`}
                thumbToLabel={`${label} to`}
                value={[...(brushes[name] ?? extent)]}
                onChange={(range) => brush(name, range, extent)}
              />
            </div>
          ))}
        </SimpleGrid>
      </Stack>
    </Panel>
  )
}

const isMetric = (name: string): name is MetricName => Object.hasOwn(METRICS, name)

const labelOf = (name: string) => (isMetric(name) ? METRICS[name].label : name.replace('parameter.', ''))

function formatOf(sweep: Sweep, name: string): (value: number) => string {
  if (isMetric(name)) return (value) => formatInUnit(value, METRICS[name].unit)
  const values = sweep.axes.find((axis) => `parameter.${axis.name}` === name)?.values ?? []
  const isNumeric = values.every((value) => typeof value === 'number')
  return (value) => (isNumeric ? formatNumber(value, { decimals: Number.isInteger(value) ? 0 : 4 }) : String(values[Math.round(value)]))
}
