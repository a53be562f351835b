/**
 * Every choice of half of `size` things (even, at most 30) as bit masks, in lexicographic order of the chosen indices:
 * C(size, size / 2) of them.
 */
export function halfSplits(size: number): Int32Array {
  const masks: number[] = []
  const choose = (mask: number, next: number, missing: number) => {
    if (missing === 0) {
      masks.push(mask)
      return
    }
    for (let i = next; i <= size - missing; i++) choose(mask | (1 << i), i + 1, missing - 1)
  }
  choose(0, 0, size / 2)
  return Int32Array.from(masks)
}
