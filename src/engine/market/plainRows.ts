import type { Delimiter, Reading } from '#shared/domain/fileReading.ts'
import { type BarRow, emptyRow, SLOT } from './barBlock.ts'
import { type ColumnPlaces, PRICE_COLUMNS } from './csvHeader.ts'
import { daysOf, type TimeReader } from './readTime.ts'

/** Up to so many digits a whole number and the power of ten it is divided by are exact doubles, so the quotient is the nearest one. */
const MAX_DIGITS = 15
const POWERS = Float64Array.from({ length: MAX_DIGITS + 1 }, (_, power) => 10 ** power)
const CODE = { quote: 0x22, minus: 0x2d, slash: 0x2f, zero: 0x30, colon: 0x3a, space: 0x20, t: 0x54, z: 0x5a } as const

export interface PlainLayout {
  readonly delimiter: Delimiter
  readonly places: ColumnPlaces
  readonly reading: Reading
  /** For times of another form than an ISO date and clock in UTC. */
  readonly readTime: TimeReader
}

/**
 * Reads lines of plain cells where they stand in the text: no quotes, numbers of at most fifteen digits. Whatever else it
 * meets it leaves to the reader that can say what is wrong; what it takes has the bits that one would give it.
 */
export class PlainRows {
  readonly row: BarRow = emptyRow()
  /** Of the row last read; '' without a symbol column. */
  symbol = ''
  readonly #layout: PlainLayout
  readonly #delimiter: number
  readonly #decimal: number
  readonly #width: number
  readonly #starts: Int32Array
  readonly #ends: Int32Array
  readonly #isUtcDate: boolean
  #text = ''
  #dayKey = -1
  #midnight = Number.NaN

  constructor(layout: PlainLayout) {
    const { places, reading, delimiter } = layout
    this.#layout = layout
    this.#delimiter = delimiter.charCodeAt(0)
    this.#decimal = reading.decimal.charCodeAt(0)
    this.#width = 1 + Math.max(places.time, places.volume, places.symbol, ...PRICE_COLUMNS.map((name) => places[name]))
    this.#starts = new Int32Array(this.#width)
    this.#ends = new Int32Array(this.#width)
    this.#isUtcDate = (reading.timeFormat === 'auto' || reading.timeFormat === 'iso') && reading.timezone === 'UTC'
  }

  /** Whether the line at `from` to `to` was read into `row` and `symbol`. */
  read(text: string, from: number, to: number): boolean {
    const { places } = this.#layout
    if (places.carry !== -1 || places.adjusted_close !== -1) return false
    this.#text = text
    if (!this.#findCells(from, to)) return false
    this.row[SLOT.time] = this.#timeAt(places.time)
    let isPlain = !Number.isNaN(this.row[SLOT.time]!)
    for (const name of PRICE_COLUMNS) {
      const price = this.#numberAt(places[name])
      this.row[SLOT[name]] = price
      isPlain &&= !Number.isNaN(price)
    }
    const volume = places.volume === -1 ? Number.NaN : this.#numberAt(places.volume)
    this.row[SLOT.volume] = volume
    this.row[SLOT.carry] = Number.NaN
    if (!isPlain || (Number.isNaN(volume) && places.volume !== -1)) return false
    if (places.symbol === -1) return true
    this.symbol = text.slice(this.#starts[places.symbol]!, this.#ends[places.symbol]!).trim()
    return this.symbol !== ''
  }

  /** Where the cells that matter stand; false for too few, or a quote anywhere. */
  #findCells(from: number, to: number): boolean {
    let cell = 0
    let start = from
    for (let at = from; at <= to; at++) {
      const code = at === to ? this.#delimiter : this.#text.charCodeAt(at)
      if (code === CODE.quote) return false
      if (code !== this.#delimiter) continue
      if (cell < this.#width) {
        this.#starts[cell] = start
        this.#ends[cell] = at
      }
      cell++
      start = at + 1
    }
    return cell >= this.#width
  }

  /** NaN for anything but digits with at most one decimal sign and a minus before them. */
  #numberAt(place: number): number {
    const text = this.#text
    const end = this.#ends[place]!
    const start = this.#starts[place]!
    const isNegative = text.charCodeAt(start) === CODE.minus
    let value = 0
    let digits = 0
    let decimals = -1
    for (let at = isNegative ? start + 1 : start; at < end; at++) {
      const code = text.charCodeAt(at)
      const digit = code - CODE.zero
      if (digit >= 0 && digit <= 9) {
        value = value * 10 + digit
        digits++
        if (decimals >= 0) decimals++
      } else if (code === this.#decimal && decimals < 0) decimals = 0
      else return Number.NaN
    }
    if (digits === 0 || digits > MAX_DIGITS) return Number.NaN
    const size = decimals > 0 ? value / POWERS[decimals]! : value
    return isNegative ? -size : size
  }

  #timeAt(place: number): number {
    const from = this.#starts[place]!
    const to = this.#ends[place]!
    const instant = this.#isUtcDate ? this.#utcDateAt(from, to) : Number.NaN
    return Number.isNaN(instant) ? this.#layout.readTime(this.#text.slice(from, to).trim()) : instant
  }

  /** 2020-12-31, followed by a clock time such as T09:30, T09:30:00 or T09:30:00.000, with or without Z; NaN for any other form. */
  #utcDateAt(from: number, to: number): number {
    if (to < from + 10) return Number.NaN
    const midnight = this.#midnightAt(from)
    if (to === from + 10 || Number.isNaN(midnight)) return midnight
    const end = this.#text.charCodeAt(to - 1) === CODE.z ? to - 1 : to
    const length = end - from
    const separator = this.#text.charCodeAt(from + 10)
    if (separator !== CODE.t && separator !== CODE.space) return Number.NaN
    if (length === 23 && this.#text.startsWith('.000', from + 19)) return midnight + this.#clockAt(from + 11, true)
    return length === 16 || length === 19 ? midnight + this.#clockAt(from + 11, length === 19) : Number.NaN
  }

  /** The day is worked out once: bars of one day follow one another. */
  #midnightAt(from: number): number {
    const century = this.#pairAt(from)
    const year = century * 100 + this.#pairAt(from + 2)
    const month = this.#pairAt(from + 5)
    const day = this.#pairAt(from + 8)
    const separator = this.#text.charCodeAt(from + 4)
    if (separator !== this.#text.charCodeAt(from + 7) || (separator !== CODE.minus && separator !== CODE.slash)) return Number.NaN
    const key = (year * 100 + month) * 100 + day
    if (key === this.#dayKey) return this.#midnight
    const exists = month >= 1 && month <= 12 && day >= 1 && day <= daysOf(year, month)
    this.#dayKey = key
    this.#midnight = exists ? Date.UTC(year, month - 1, day) : Number.NaN
    return this.#midnight
  }

  #clockAt(from: number, hasSeconds: boolean): number {
    const hour = this.#pairAt(from)
    const minute = this.#pairAt(from + 3)
    const second = hasSeconds ? this.#pairAt(from + 6) : 0
    const isColon = this.#text.charCodeAt(from + 2) === CODE.colon && (!hasSeconds || this.#text.charCodeAt(from + 5) === CODE.colon)
    return isColon && hour <= 23 && minute <= 59 && second <= 59 ? ((hour * 60 + minute) * 60 + second) * 1000 : Number.NaN
  }

  /** Two digits as a number; NaN for anything else. */
  #pairAt(at: number): number {
    const tens = this.#text.charCodeAt(at) - CODE.zero
    const ones = this.#text.charCodeAt(at + 1) - CODE.zero
    return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : Number.NaN
  }
}
