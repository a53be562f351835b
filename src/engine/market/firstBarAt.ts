/** Index of the first bar at or after an instant; the number of bars when there is none. */
export function firstBarAt(time: Float64Array, instantMs: number): number {
  let [from, to] = [0, time.length]
  while (from < to) {
    const middle = (from + to) >> 1
    if (time[middle]! < instantMs) from = middle + 1
    else to = middle
  }
  return from
}
