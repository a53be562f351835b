import type { Bars } from '#shared/domain/dataset.ts'

/** Bars of several instruments in one block of shared memory: many views are slow to send, one block is not. */
export interface SharedInstruments {
  /** Instrument after instrument, column after column. */
  readonly memory: SharedArrayBuffer
  /** Bars of each instrument. */
  readonly lengths: readonly number[]
}

const COLUMNS = ['time', 'open', 'high', 'low', 'close', 'volume'] as const

/** Asks for one instrument after another, so that nobody need hold all of them a second time. */
export function shareInstruments(lengths: readonly number[], barsOf: (instrument: number) => Bars): SharedInstruments {
  const total = lengths.reduce((sum, length) => sum + length, 0)
  const memory = new SharedArrayBuffer(total * COLUMNS.length * Float64Array.BYTES_PER_ELEMENT)
  openInstruments({ memory, lengths }).forEach((views, index) => {
    const bars = barsOf(index)
    for (const name of COLUMNS) views[name].set(bars[name])
  })
  return { memory, lengths }
}

/** The instruments as views of the shared memory. */
export function openInstruments({ memory, lengths }: SharedInstruments): Bars[] {
  let offset = 0
  return lengths.map((length) => {
    const instrument = new SharedInstrument(memory, offset, length)
    offset += length * COLUMNS.length
    return instrument
  })
}

/** A view is made when it is asked for: six for each of many instruments would take longer than a run, which reads two. */
class SharedInstrument implements Bars {
  readonly #memory: SharedArrayBuffer
  /** Numbers before the first column, and of each. */
  readonly #offset: number
  readonly #length: number
  readonly #views: Float64Array[] = []

  constructor(memory: SharedArrayBuffer, offset: number, length: number) {
    this.#memory = memory
    this.#offset = offset
    this.#length = length
  }

  get time(): Float64Array {
    return this.#column(0)
  }
  get open(): Float64Array {
    return this.#column(1)
  }
  get high(): Float64Array {
    return this.#column(2)
  }
  get low(): Float64Array {
    return this.#column(3)
  }
  get close(): Float64Array {
    return this.#column(4)
  }
  get volume(): Float64Array {
    return this.#column(5)
  }

  #column(at: number): Float64Array {
    const from = (this.#offset + at * this.#length) * Float64Array.BYTES_PER_ELEMENT
    this.#views[at] ??= new Float64Array(this.#memory, from, this.#length)
    return this.#views[at]
  }
}
