import type { Bars } from '#shared/domain/dataset.ts'

/** Bars of several instruments in one block of shared memory: many views are slow to send, one block is not. */
export interface SharedInstruments {
  /** Instrument after instrument, column after column. */
  readonly memory: SharedArrayBuffer
  /** Bars of each instrument. */
  readonly lengths: readonly number[]
}

const COLUMNS = ['time', 'open', 'high', 'low', 'close', 'volume'] as const

export function shareInstruments(instruments: readonly Bars[]): SharedInstruments {
  const lengths = instruments.map((bars) => bars.time.length)
  const total = lengths.reduce((sum, length) => sum + length, 0)
  const memory = new SharedArrayBuffer(total * COLUMNS.length * Float64Array.BYTES_PER_ELEMENT)
  openInstruments({ memory, lengths }).forEach((views, index) => {
    for (const name of COLUMNS) views[name].set(instruments[index]![name])
  })
  return { memory, lengths }
}

/** The instruments as views of the shared memory. */
export function openInstruments({ memory, lengths }: SharedInstruments): Bars[] {
  let offset = 0
  return lengths.map((length) => {
    const views = COLUMNS.map((name) => {
      const view = new Float64Array(memory, offset, length)
      offset += length * Float64Array.BYTES_PER_ELEMENT
      return [name, view]
    })
    return Object.fromEntries(views) as Bars
  })
}
