import { seriesLook } from './chartPalette.ts'

/** A short piece of the nth of several curves, as the chart draws it. */
export function SeriesSwatch({ index }: { readonly index: number }) {
  const { variable, stroke } = seriesLook(index)
  return <span aria-hidden style={{ display: 'inline-block', width: 18, borderTop: `3px ${stroke} var(${variable})` }} />
}
