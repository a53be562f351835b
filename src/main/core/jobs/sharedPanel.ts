import { alignPanel } from '#engine/panel/panel.ts'
import type { Bars, InstrumentSeries, Panel } from '#shared/domain/dataset.ts'

const COLUMNS = ['time', 'open', 'high', 'low', 'close', 'volume'] as const satisfies readonly (keyof Bars)[]

/** A panel in one block of shared memory: instrument after instrument, column after column, each with only the bars it has. */
export interface SharedPanel {
  readonly memory: SharedArrayBuffer
  readonly instruments: readonly { readonly symbol: string; readonly length: number; readonly hasCarry: boolean }[]
}

export function sharePanel(series: readonly InstrumentSeries[]): SharedPanel {
  const doubles = series.reduce((total, { bars, carry }) => total + (COLUMNS.length + Number(carry !== null)) * bars.time.length, 0)
  const memory = new SharedArrayBuffer(doubles * Float64Array.BYTES_PER_ELEMENT)
  const all = new Float64Array(memory)
  let at = 0
  for (const { bars, carry } of series) {
    for (const column of [...COLUMNS.map((name) => bars[name]), ...(carry === null ? [] : [carry])]) {
      all.set(column, at)
      at += column.length
    }
  }
  const instruments = series.map(({ symbol, bars, carry }) => ({ symbol, length: bars.time.length, hasCarry: carry !== null }))
  return { memory, instruments }
}

/** The panel on its common calendar: work for the thread that needs it. */
export function openPanel(shared: SharedPanel): Panel {
  return alignPanel(openSeries(shared))
}

/** Each instrument with only the bars it has, as views of the shared memory. */
export function openSeries({ memory, instruments }: SharedPanel): InstrumentSeries[] {
  let offset = 0
  const nextColumn = (length: number) => {
    const column = new Float64Array(memory, offset, length)
    offset += column.byteLength
    return column
  }
  return instruments.map(({ symbol, length, hasCarry }) => {
    const bars = Object.fromEntries(COLUMNS.map((name) => [name, nextColumn(length)])) as unknown as Bars
    return { symbol, bars, carry: hasCarry ? nextColumn(length) : null }
  })
}
