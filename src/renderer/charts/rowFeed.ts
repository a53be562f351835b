import type { ITimeScaleApi, LogicalRange, Time } from 'lightweight-charts'
import type { RowSpan } from './keepExtremes.ts'
import { needsOtherRows, placeOfRow, type RowSource, type RowView, rowAtPlace, wholeView, type ZoomedRows, zoomRows } from './zoomedRows.ts'

/** Gives every series of a chart its points; `fine` is where they are as close as the eye can see. */
export type FillSeries = (rows: Uint32Array, fine: RowSpan) => void

export interface RowFeed {
  /** Brings a part of the data into view; null brings all of it. */
  readonly show: (view: RowView | null) => void
  /** What is in view; null before the chart knows. */
  readonly currentView: () => RowView | null
  readonly stop: () => void
}

interface RowFeedOptions extends RowSource {
  readonly timeScale: Pick<
    ITimeScaleApi<Time>,
    | 'setVisibleLogicalRange'
    | 'getVisibleLogicalRange'
    | 'subscribeVisibleLogicalRangeChange'
    | 'unsubscribeVisibleLogicalRangeChange'
    | 'width'
  >
  readonly fill: FillSeries
}

/** Before the first layout a chart has no width yet. */
const USUAL_WIDTH_PX = 1_000

/** Keeps a chart supplied with the rows its view needs: a million bars are never drawn at once, and none is out of reach. */
export function feedRows({ timeScale, fill, ...source }: RowFeedOptions): RowFeed {
  let zoomed: ZoomedRows | null = null
  let frame: number | null = null

  const show = (view: RowView | null) => {
    const shown = view ?? wholeView(source.rowCount)
    if (zoomed === null || needsOtherRows(zoomed, shown, source.rowCount)) {
      zoomed = zoomRows(source, shown, timeScale.width() || USUAL_WIDTH_PX)
      fill(zoomed.rows, zoomed.fine)
    }
    if (zoomed.rows.length > 0) {
      timeScale.setVisibleLogicalRange({ from: placeOfRow(zoomed.rows, shown.from), to: placeOfRow(zoomed.rows, shown.to) })
    }
  }
  const viewOf = (range: LogicalRange | null): RowView | null =>
    range === null || zoomed === null ? null : { from: rowAtPlace(zoomed.rows, range.from), to: rowAtPlace(zoomed.rows, range.to) }
  const follow = (range: LogicalRange | null) => {
    const view = viewOf(range)
    if (view === null || zoomed === null || frame !== null || !needsOtherRows(zoomed, view, source.rowCount)) return
    // Changing the data in the middle of the chart's own event would answer it with another one.
    frame = requestAnimationFrame(() => {
      frame = null
      show(viewOf(timeScale.getVisibleLogicalRange()))
    })
  }
  timeScale.subscribeVisibleLogicalRangeChange(follow)
  return {
    show,
    currentView: () => viewOf(timeScale.getVisibleLogicalRange()),
    stop: () => {
      if (frame !== null) cancelAnimationFrame(frame)
      timeScale.unsubscribeVisibleLogicalRangeChange(follow)
    },
  }
}
