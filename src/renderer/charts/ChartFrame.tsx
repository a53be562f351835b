import { ActionIcon, Anchor, Group, SegmentedControl, Stack, Text, Tooltip } from '@mantine/core'
import { IconChartLine, IconPhotoDown, IconTable } from '@tabler/icons-react'
import type { IChartApi } from 'lightweight-charts'
import { type ReactNode, useRef, useState } from 'react'
import { ChartCanvas, type ChartCanvasHandle } from './ChartCanvas.tsx'
import type { ChartPalette } from './chartPalette.ts'
import { savePng } from './savePng.ts'

interface ChartFrameProps {
  readonly summary: string
  readonly height: number
  readonly time: Float64Array
  readonly fileName: string
  readonly draw: (chart: IChartApi, palette: ChartPalette) => void
  readonly onHover: (instantMs: number | null) => void
  readonly legend: ReactNode
  /** Controls of this chart alone, left of the common ones. */
  readonly controls?: ReactNode
  /** The same values as rows. */
  readonly table: ReactNode
}

const SPANS = [
  { label: '1Y', years: 1 },
  { label: '5Y', years: 5 },
  { label: '10Y', years: 10 },
  { label: 'All', years: null },
] as const
type SpanLabel = (typeof SPANS)[number]['label']

const YEAR_MS = 365.25 * 86_400_000

/** What every chart has around it: legend, zoom by span, the same values as a table, a picture to keep. */
export function ChartFrame({ summary, height, time, fileName, draw, onHover, legend, controls, table }: ChartFrameProps) {
  const canvas = useRef<ChartCanvasHandle>(null)
  const [isTable, setIsTable] = useState(false)
  const [span, setSpan] = useState<SpanLabel>('All')

  const showSpan = (label: SpanLabel) => {
    setSpan(label)
    canvas.current?.showSpan(spanOf(time, label))
  }

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
              data={SPANS.map(({ label }) => label)}
              value={span}
              onChange={(value) => showSpan(value as SpanLabel)}
            />
          )}
          <IconButton label={isTable ? 'View as chart' : 'View as table'} onClick={() => setIsTable(!isTable)}>
            {isTable ? <IconChartLine size={18} /> : <IconTable size={18} />}
          </IconButton>
          <IconButton
            label="Save chart as PNG"
            disabled={isTable}
            onClick={() => savePng(canvas.current?.takeScreenshot() ?? null, fileName)}
          >
            <IconPhotoDown size={18} />
          </IconButton>
        </Group>
      </Group>
      {isTable ? table : <ChartCanvas handle={canvas} summary={summary} height={height} draw={draw} onHover={onHover} />}
      {!isTable && <Footnote />}
    </Stack>
  )
}

/** Span of the last years of the data; null when all of it is wanted or there is none. */
function spanOf(time: Float64Array, label: SpanLabel): { fromMs: number; toMs: number } | null {
  const years = SPANS.find((span) => span.label === label)?.years ?? null
  const first = time[0]
  const last = time.at(-1)
  if (years === null || first === undefined || last === undefined) return null
  return { fromMs: Math.max(first, last - years * YEAR_MS), toMs: last }
}

interface IconButtonProps {
  readonly label: string
  readonly disabled?: boolean
  readonly onClick: () => void
  readonly children: ReactNode
}

function IconButton({ label, disabled = false, onClick, children }: IconButtonProps) {
  return (
    <Tooltip label={label}>
      <ActionIcon size="lg" aria-label={label} disabled={disabled} onClick={onClick}>
        {children}
      </ActionIcon>
    </Tooltip>
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
