/**
 * Every instant of the columns, once, in order, in memory of its own. Each column increases strictly; they are merged two by
 * two, and equal ones count as one.
 */
export function mergeTimes(columns: readonly Float64Array[]): Float64Array {
  let left = columns.filter((column, place) => columns.findIndex((other) => areEqual(other, column)) === place)
  while (left.length > 1) {
    const merged: Float64Array[] = []
    for (let pair = 0; pair < left.length; pair += 2) merged.push(mergePair(left[pair]!, left[pair + 1] ?? NO_TIMES))
    left = merged
  }
  return (left[0] ?? NO_TIMES).slice()
}

const NO_TIMES = new Float64Array(0)

function areEqual(one: Float64Array, other: Float64Array): boolean {
  return one === other || (one.length === other.length && one.every((instant, row) => instant === other[row]))
}

function mergePair(one: Float64Array, other: Float64Array): Float64Array {
  const merged = new Float64Array(one.length + other.length)
  let [count, first, second] = [0, 0, 0]
  while (first < one.length && second < other.length) {
    const [a, b] = [one[first]!, other[second]!]
    merged[count] = a < b ? a : b
    count += 1
    if (a <= b) first += 1
    if (b <= a) second += 1
  }
  merged.set(one.subarray(first), count)
  merged.set(other.subarray(second), count + one.length - first)
  return merged.subarray(0, count + one.length - first + other.length - second)
}
