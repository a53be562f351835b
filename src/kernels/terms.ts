/**
 * What all kernels of one sweep or run have in common: the terms of its trades and where its bars lie in memory. The
 * engine writes the terms as doubles at `termsAt` and the addresses through `placeBars`.
 */
const TERMS: usize = memory.data(5 * 8, 16)
const SUMS: usize = memory.data(4 * 19 * 8, 16)

export let initialCash: f64 = 0
/** Risk-free return of one period. */
export let target: f64 = 0
/** Commission as a fraction of a fill's value. */
export let feeRate: f64 = 0
/** What a market order pays or gets for a price of 1. */
export let buyFactor: f64 = 1
export let sellFactor: f64 = 1

/** Addresses of row 0, and the number of rows. The close before row 0 lies before it. */
export let opens: usize = 0
export let closes: usize = 0
export let rows: i32 = 0

/** Where the engine writes initial cash, target, fee rate, buy factor and sell factor. */
export function termsAt(): usize {
  return TERMS
}

/** Where a fold leaves its sums, in the order of runSums.ts; those of further runs folded at once follow. */
export function sumsAt(): usize {
  return SUMS
}

export function readTerms(): void {
  initialCash = load<f64>(TERMS)
  target = load<f64>(TERMS, 8)
  feeRate = load<f64>(TERMS, 16)
  buyFactor = load<f64>(TERMS, 24)
  sellFactor = load<f64>(TERMS, 32)
}

/** The addresses may lie outside memory where only rows further on are read: additions wrap around. */
export function placeBars(open: usize, close: usize, count: i32): void {
  opens = open
  closes = close
  rows = count
}

/** Memory until the next `freeAll`, aligned to 16 bytes, not cleared. */
export function allocate(bytes: usize): usize {
  return heap.alloc(bytes)
}

export function freeAll(): void {
  heap.reset()
}
