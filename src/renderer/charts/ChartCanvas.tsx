import { useComputedColorScheme } from '@mantine/core'
import {
  type ChartOptions,
  ColorType,
  CrosshairMode,
  createChart,
  type DeepPartial,
  type IChartApi,
  type LogicalRange,
} from 'lightweight-charts'
import { type Ref, useEffect, useImperativeHandle, useRef } from 'react'
import { type ChartPalette, readChartPalette } from './chartPalette.ts'
import { toChartTime } from './chartPoints.ts'

/** What the buttons around a chart may ask of it. */
export interface ChartCanvasHandle {
  /** Zooms to a span of instants (epoch ms); null shows all. */
  showSpan(span: { fromMs: number; toMs: number } | null): void
  /** The chart as it stands, or null before it is drawn. */
  takeScreenshot(): HTMLCanvasElement | null
}

export interface ChartCanvasProps {
  /** What the chart shows, in one or two sentences: all that a screen reader gets from the picture. */
  readonly summary: string
  readonly height: number
  /** Adds the series. A new function (memoise it) draws anew and keeps the visible range. */
  readonly draw: (chart: IChartApi, palette: ChartPalette) => void
  /** Instant under the crosshair in epoch ms, null when it leaves. Memoise it. */
  readonly onHover: (instantMs: number | null) => void
  readonly handle: Ref<ChartCanvasHandle>
}

/** The only place that touches the chart library's canvas. */
export function ChartCanvas({ summary, height, draw, onHover, handle }: ChartCanvasProps) {
  const container = useRef<HTMLDivElement>(null)
  const chart = useRef<IChartApi | null>(null)
  const visibleRange = useRef<LogicalRange | null>(null)
  const colorScheme = useComputedColorScheme('light', { getInitialValueInEffect: false })

  useEffect(() => {
    if (container.current === null) return
    const palette = readChartPalette(container.current)
    const created = createChart(container.current, chartOptions(palette, colorScheme))
    chart.current = created
    draw(created, palette)
    created.subscribeCrosshairMove(({ time }) => onHover(typeof time === 'number' ? time * 1000 : null))
    // A chart that has not been painted yet knows no range worth keeping.
    let isPainted = false
    const firstFrame = requestAnimationFrame(() => {
      isPainted = true
    })
    if (visibleRange.current === null) created.timeScale().fitContent()
    else created.timeScale().setVisibleLogicalRange(visibleRange.current)
    return () => {
      cancelAnimationFrame(firstFrame)
      if (isPainted) visibleRange.current = created.timeScale().getVisibleLogicalRange()
      chart.current = null
      created.remove()
    }
  }, [draw, onHover, colorScheme])

  useEffect(() => {
    const element = container.current
    // Without Ctrl the wheel belongs to the page: a chart that swallows it traps whoever scrolls past.
    const keepForPage = (event: WheelEvent) => {
      if (!event.ctrlKey) event.stopPropagation()
    }
    element?.addEventListener('wheel', keepForPage, { capture: true, passive: true })
    return () => element?.removeEventListener('wheel', keepForPage, { capture: true })
  }, [])

  useImperativeHandle(handle, () => ({
    showSpan: (span) => {
      const timeScale = chart.current?.timeScale()
      if (span === null) timeScale?.fitContent()
      else timeScale?.setVisibleRange({ from: toChartTime(span.fromMs), to: toChartTime(span.toMs) })
    },
    takeScreenshot: () => chart.current?.takeScreenshot() ?? null,
  }))

  return <div ref={container} role="img" aria-label={summary} style={{ height, width: '100%' }} />
}

function chartOptions(palette: ChartPalette, colorScheme: 'light' | 'dark'): DeepPartial<ChartOptions> {
  const crosshairLine = { color: palette.text, labelBackgroundColor: colorScheme === 'dark' ? '#414e60' : '#566579' }
  return {
    autoSize: true,
    layout: {
      background: { type: ColorType.Solid, color: palette.surface },
      textColor: palette.text,
      fontFamily: "'Inter Variable', system-ui, sans-serif",
      fontSize: 12,
      // The attribution the library's licence asks for stands in words under the chart.
      attributionLogo: false,
      panes: { separatorColor: palette.hairline, separatorHoverColor: palette.hairline },
    },
    grid: { vertLines: { color: palette.hairline }, horzLines: { color: palette.hairline } },
    crosshair: { mode: CrosshairMode.Normal, vertLine: crosshairLine, horzLine: crosshairLine },
    rightPriceScale: { borderColor: palette.hairline },
    timeScale: { borderColor: palette.hairline, minBarSpacing: 0.001 },
    localization: { dateFormat: 'yyyy-MM-dd', locale: 'en-US' },
  }
}
