/**
 * Moves the value of a rank (0 is the smallest) to its place in ascending order: nothing before it is larger, nothing
 * after it smaller. Hoare's quickselect with the median of three; linear on average, and equal values split evenly.
 */
export function placeRank(values: Float64Array, rank: number): void {
  let left = 0
  let right = values.length - 1
  while (left < right) {
    const pivot = medianOf(values[left]!, values[(left + right) >> 1]!, values[right]!)
    let i = left
    let j = right
    while (i <= j) {
      while (values[i]! < pivot) i++
      while (values[j]! > pivot) j--
      if (i > j) break
      const swapped = values[i]!
      values[i++] = values[j]!
      values[j--] = swapped
    }
    if (rank <= j) right = j
    else if (rank >= i) left = i
    else return
  }
}

function medianOf(a: number, b: number, c: number): number {
  return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c))
}
