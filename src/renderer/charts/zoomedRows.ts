import { keepExtremes, type RowSpan } from './keepExtremes.ts'

/** What is in view, in rows of the data; fractions and rows beyond the ends are allowed. */
export interface RowView {
  readonly from: number
  readonly to: number
}

/** The rows that are drawn: fine around the view, coarse elsewhere. */
export interface ZoomedRows {
  readonly rows: Uint32Array
  /** Where the rows are fine enough for the view they were chosen for. */
  readonly fine: RowSpan
  /** false: every row of the fine span is there, looking closer shows no more. */
  readonly isThinned: boolean
}

export interface RowSource {
  /** Columns whose extremes must be seen, each of `rowCount` values. */
  readonly columns: readonly Float64Array[]
  readonly rowCount: number
}

/** Up to here every row is drawn: the chart library pans and zooms so many points without help. */
export const MOST_ROWS_DRAWN_WHOLE = 12_000

/** Buckets for all that lies on one side of the view: enough to find the way, few enough to cost nothing. */
const COARSE_BUCKETS = 200
/** Part of the view's width that is fine on both sides of it, so that a short drag finds everything there. */
const FINE_MARGIN = 0.5
/** Seen closer than this part of what is fine, more detail is due. */
const CLOSER_AT = 0.25

export const wholeView = (rowCount: number): RowView => ({ from: -0.5, to: rowCount - 0.5 })

/** Chooses the rows to draw for a view of so many pixels. */
export function zoomRows({ columns, rowCount }: RowSource, view: RowView, pixels: number): ZoomedRows {
  const whole: RowSpan = { from: 0, to: rowCount }
  if (rowCount <= MOST_ROWS_DRAWN_WHOLE) return { rows: keepExtremes(columns, whole, rowCount), fine: whole, isThinned: false }
  const width = Math.max(1, view.to - view.from)
  const inside = (row: number) => Math.min(rowCount, Math.max(0, row))
  const fine = { from: inside(Math.floor(view.from - FINE_MARGIN * width)), to: inside(Math.ceil(view.to + FINE_MARGIN * width) + 1) }
  const fineBuckets = Math.max(1, Math.ceil((pixels * (fine.to - fine.from)) / width))
  const middle = keepExtremes(columns, fine, fineBuckets)
  const before = keepExtremes(columns, { from: 0, to: fine.from }, COARSE_BUCKETS)
  const after = keepExtremes(columns, { from: fine.to, to: rowCount }, COARSE_BUCKETS)
  const rows = new Uint32Array(before.length + middle.length + after.length)
  rows.set(before)
  rows.set(middle, before.length)
  rows.set(after, before.length + middle.length)
  return { rows, fine, isThinned: middle.length < fine.to - fine.from }
}

/** Whether a view has left what is fine, or come so close that more can be seen. */
export function needsOtherRows({ rows, fine, isThinned }: ZoomedRows, view: RowView, rowCount: number): boolean {
  if (rows.length === rowCount) return false
  const isBeyond = (view.from < fine.from && fine.from > 0) || (view.to > fine.to && fine.to < rowCount)
  return isBeyond || (isThinned && view.to - view.from < CLOSER_AT * (fine.to - fine.from))
}

/** Place of a row of the data on an axis that counts the drawn rows; rows between two drawn ones lie between their places. */
export function placeOfRow(rows: Uint32Array, row: number): number {
  const last = rows.length - 1
  const place = lastPlaceAtOrBefore(rows, row)
  if (place < 0) return row - (rows[0] ?? 0)
  if (place >= last) return last + (row - (rows[last] ?? 0))
  const left = rows[place] ?? 0
  return place + (row - left) / ((rows[place + 1] ?? left + 1) - left)
}

/** The other way round: the row of the data at a place of the axis. */
export function rowAtPlace(rows: Uint32Array, place: number): number {
  const last = rows.length - 1
  if (place <= 0) return (rows[0] ?? 0) + place
  if (place >= last) return (rows[last] ?? 0) + (place - last)
  const below = Math.floor(place)
  const left = rows[below] ?? 0
  return left + (place - below) * ((rows[below + 1] ?? left) - left)
}

function lastPlaceAtOrBefore(rows: Uint32Array, row: number): number {
  let low = 0
  let high = rows.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((rows[middle] ?? Number.POSITIVE_INFINITY) <= row) low = middle + 1
    else high = middle
  }
  return low - 1
}
