import { useComputedColorScheme } from '@mantine/core'
import { type ChartOptions, ColorType, CrosshairMode, createChart, type DeepPartial, type IChartApi } from 'lightweight-charts'
import { type Ref, useEffect, useImperativeHandle, useRef } from 'react'
import { type ChartPalette, readChartPalette } from './chartPalette.ts'
import { type FillSeries, feedRows, type RowFeed } from './rowFeed.ts'
import type { RowSource, RowView } from './zoomedRows.ts'

/** What the buttons around a chart may ask of it. */
export interface ChartCanvasHandle {
  /** Zooms to some rows of the data; null shows all. */
  show(view: RowView | null): void
  /** The chart as it stands, or null before it is drawn. */
  takeScreenshot(): HTMLCanvasElement | null
}

export interface ChartCanvasProps {
  /** What the chart shows, in one or two sentences: all that a screen reader gets from the picture. */
  readonly summary: string
  readonly height: number
  /** The columns that are drawn: their extremes stay visible when not every row can be. Memoise it. */
  readonly source: RowSource
  readonly draw: DrawSeries
  /** Instant under the crosshair in epoch ms, null when it leaves. Memoise it. */
  readonly onHover: (instantMs: number | null) => void
  readonly handle: Ref<ChartCanvasHandle>
}

/** Adds the series and answers how to fill them. A new function (memoise it) draws anew and keeps what is in view. */
export type DrawSeries = (chart: IChartApi, palette: ChartPalette) => FillSeries

/** The only place that touches the chart library's canvas. */
export function ChartCanvas({ summary, height, source, draw, onHover, handle }: ChartCanvasProps) {
  const container = useRef<HTMLDivElement>(null)
  const chart = useRef<IChartApi | null>(null)
  const feed = useRef<RowFeed | null>(null)
  const lastView = useRef<RowView | null>(null)
  const colorScheme = useComputedColorScheme('light', { getInitialValueInEffect: false })

  useEffect(() => {
    if (container.current === null) return
    const palette = readChartPalette(container.current)
    const created = createChart(container.current, chartOptions(palette, colorScheme))
    chart.current = created
    const rows = feedRows({ timeScale: created.timeScale(), fill: draw(created, palette), ...source })
    feed.current = rows
    created.subscribeCrosshairMove(({ time }) => onHover(typeof time === 'number' ? time * 1000 : null))
    // A chart that has not been painted yet knows no view worth keeping.
    let isPainted = false
    const firstFrame = requestAnimationFrame(() => {
      isPainted = true
    })
    rows.show(lastView.current)
    return () => {
      cancelAnimationFrame(firstFrame)
      if (isPainted) lastView.current = rows.currentView()
      rows.stop()
      feed.current = null
      chart.current = null
      created.remove()
    }
  }, [source, draw, onHover, colorScheme])

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
    show: (view) => feed.current?.show(view),
    takeScreenshot: () => chart.current?.takeScreenshot() ?? null,
  }))

  return <div ref={container} role="img" aria-label={summary} style={{ height, width: '100%', contain: 'strict' }} />
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
    timeScale: { borderColor: palette.hairline, minBarSpacing: 0.001, secondsVisible: false },
    localization: { dateFormat: 'yyyy-MM-dd', locale: 'en-US' },
  }
}
