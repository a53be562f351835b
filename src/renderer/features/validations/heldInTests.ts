/**
 * Closes as somebody sees them who holds the instrument during the tests and nothing between them: where rows are left out
 * between two tests, prices go on from the level before. With tests that follow one another without a gap these are the closes.
 */
export function heldInTests(bar: Float64Array, close: Float64Array): Float64Array {
  let scale = 1
  const held = new Float64Array(close.length)
  close.forEach((price, i) => {
    const hasGap = i > 0 && bar[i] !== bar[i - 1]! + 1
    const level = hasGap ? held[i - 1]! / price : scale
    if (Number.isFinite(level) && level > 0) scale = level
    held[i] = price * scale
  })
  return held
}
