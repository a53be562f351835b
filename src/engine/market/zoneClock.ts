const DAY_MS = 86_400_000

/**
 * Reads wall-clock times of a zone. Times are given as if they were UTC (epoch ms of the same digits) and answered as
 * instants; NaN for a time that does not exist there or stands twice (the hours in which clocks are changed). Zone rules
 * are those of the machine's own zone database.
 */
export class ZoneClock {
  readonly #format: Intl.DateTimeFormat
  /** Offsets at the ends of a wall-clock day: a million bars lie in few days. */
  readonly #days = new Map<number, readonly [start: number, end: number]>()

  constructor(timezone: string) {
    this.#format = new Intl.DateTimeFormat('en-US', {
      timeZone: timezone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    })
  }

  toInstant(wallMs: number): number {
    const [start, end] = this.#offsetsOfDay(Math.floor(wallMs / DAY_MS))
    if (start === end) return wallMs - start
    const fits = [...new Set([wallMs - start, wallMs - end])].filter((instant) => instant + this.#offsetAt(instant) === wallMs)
    return fits.length === 1 ? fits[0]! : Number.NaN
  }

  #offsetsOfDay(day: number): readonly [number, number] {
    let offsets = this.#days.get(day)
    if (offsets === undefined) {
      // No zone is further than a day from UTC: these instants lie before and after the day, wherever it is.
      offsets = [this.#offsetAt(day * DAY_MS - DAY_MS), this.#offsetAt((day + 2) * DAY_MS)]
      this.#days.set(day, offsets)
    }
    return offsets
  }

  /** Milliseconds the zone's clocks are ahead of UTC. */
  #offsetAt(instantMs: number): number {
    const parts: Record<string, number> = {}
    for (const { type, value } of this.#format.formatToParts(instantMs)) parts[type] = Number(value)
    const wall = Date.UTC(parts['year']!, parts['month']! - 1, parts['day'], parts['hour'], parts['minute'], parts['second'])
    return wall - Math.floor(instantMs / 1000) * 1000
  }
}
