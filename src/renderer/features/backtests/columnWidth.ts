/** Widths in the table's type, measured: tabular figures and capitals, and the letters of headers. */
const FIGURE_PX = 8.2
const HEADER_PX = 6.6
/** Padding on both sides of a cell. */
const PADDING_PX = 18

/** Width of a column in which neither the header nor the longest of these texts is cut off. */
export function columnWidth(header: string, texts: readonly string[]): number {
  const longest = texts.reduce((most, text) => Math.max(most, text.length), 0)
  return Math.ceil(PADDING_PX + Math.max(HEADER_PX * header.length, FIGURE_PX * longest))
}

/** Least and greatest of some values, NaN left out: among formatted numbers one of them is the longest. */
export function endsOf(values: Float64Array): number[] {
  let least = Number.POSITIVE_INFINITY
  let greatest = Number.NEGATIVE_INFINITY
  for (const value of values) {
    if (value < least) least = value
    if (value > greatest) greatest = value
  }
  return least > greatest ? [] : [least, greatest]
}
