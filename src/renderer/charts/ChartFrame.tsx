import { Anchor, Group, SegmentedControl, Stack, Text } from '@mantine/core'
import { IconChartLine, IconTable } from '@tabler/icons-react'
import { type ReactNode, useEffect, useMemo, useRef } from 'react'
import { useAddressState } from '../components/addressState.ts'
import { IconButton } from '../components/IconButton.tsx'
import { ChartCanvas, type ChartCanvasHandle, type DrawSeries } from './ChartCanvas.tsx'
import { readZoom, SPAN_LABELS, type SpanLabel, viewOfSpan, viewOfYears } from './chartSpan.ts'
import { PictureButtons } from './PictureButtons.tsx'

interface ChartFrameProps {
  readonly summary: string
  readonly height: number
  readonly time: Float64Array
  /** The columns that are drawn. Memoise them. */
  readonly columns: readonly Float64Array[]
  readonly fileName: string
  readonly draw: DrawSeries
  readonly onHover: (instantMs: number | null) => void
  readonly legend: ReactNode
  /** Controls of this chart alone, left of the common ones. */
  readonly controls?: ReactNode
  /** The same values as rows. */
  readonly table: ReactNode
}

/**
 * What every chart has around it: legend, zoom by span, the same values as a table, a picture to keep. How it is looked at
 * stands in the address: `view=table`, `span=5Y`, or `zoom=<seconds>~<seconds>` for a part that something else pointed at.
 */
export function ChartFrame({ summary, height, time, columns, fileName, draw, onHover, legend, controls, table }: ChartFrameProps) {
  const canvas = useRef<ChartCanvasHandle>(null)
  const address = useAddressState()
  const isTable = address.text('view') === 'table'
  const zoom = address.text('zoom')
  const span = address.choice('span', SPAN_LABELS, 'All')
  const source = useMemo(() => ({ columns, rowCount: time.length }), [columns, time])

  // Both of them also change by Back and by a click elsewhere on the page; a new canvas starts with all there is.
  const isFirstLook = useRef(true)
  useEffect(() => {
    const pointedAt = readZoom(zoom)
    const view = pointedAt === null ? viewOfYears(time, span) : viewOfSpan(time, pointedAt)
    if (!isTable && !(isFirstLook.current && view === null)) canvas.current?.show(view)
    isFirstLook.current = isTable
  }, [time, span, zoom, isTable])

  return (
    <Stack gap="xs">
      <Group justify="space-between" gap="xs" mih={34}>
        {legend}
        <Group gap="xs">
          {!isTable && controls}
          {!isTable && (
            <SegmentedControl
              size="xs"
              aria-label="Time span"
              data={[...SPAN_LABELS]}
              value={zoom === '' ? span : ''}
              onChange={(value) => address.change({ span: value === 'All' ? null : (value as SpanLabel), zoom: null })}
            />
          )}
          <IconButton
            label={isTable ? 'View as chart' : 'View as table'}
            onClick={() => address.change({ view: isTable ? null : 'table' })}
          >
            {isTable ? <IconChartLine size={18} /> : <IconTable size={18} />}
          </IconButton>
          <PictureButtons take={() => canvas.current?.takeScreenshot() ?? null} fileName={fileName} disabled={isTable} />
        </Group>
      </Group>
      {isTable ? table : <ChartCanvas handle={canvas} summary={summary} height={height} source={source} draw={draw} onHover={onHover} />}
      {!isTable && <Footnote />}
    </Stack>
  )
}

/** How to move around, and the attribution the licence of the chart library asks for. */
function Footnote() {
  return (
    <Group justify="space-between">
      <Text size="xs" c="dimmed">
        Drag to pan, Ctrl and wheel to zoom
      </Text>
      <Text size="xs" c="dimmed">
        Charts by{' '}
        <Anchor inherit underline="always" c="dimmed" href="https://www.tradingview.com/" target="_blank" rel="noreferrer">
          TradingView Lightweight Charts
        </Anchor>
      </Text>
    </Group>
  )
}
