/** A seeded stream of numbers: the same seed gives the same stream on every machine. */
export interface RandomStream {
  /** Uniform in [0, 1), 32 random bits. */
  readonly next: () => number
  /** Standard normal. */
  readonly nextNormal: () => number
}

/**
 * xoshiro128** with its state filled by splitmix32 from a 32-bit seed.
 * Source: D. Blackman and S. Vigna, Scrambled linear pseudorandom number generators (2021).
 */
export function xoshiro128(seed: number): RandomStream {
  const state = seededState(seed)
  const next = () => nextBits(state) / 2 ** 32
  return { next, nextNormal: () => boxMuller(next) }
}

function seededState(seed: number): Uint32Array {
  const state = new Uint32Array(4)
  let counter = seed >>> 0
  for (let i = 0; i < state.length; i++) {
    counter = (counter + 0x9e3779b9) >>> 0
    let mixed = counter
    mixed = Math.imul(mixed ^ (mixed >>> 16), 0x21f0aaad)
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97)
    state[i] = mixed ^ (mixed >>> 15)
  }
  return state
}

/** Advances the state; 32 random bits as an unsigned number. */
function nextBits(state: Uint32Array): number {
  const [a, b, c, d] = state as unknown as [number, number, number, number]
  const result = Math.imul(rotateLeft(Math.imul(b, 5), 7), 9) >>> 0
  const fourth = d ^ b
  const third = c ^ a
  state[0] = a ^ fourth
  state[1] = b ^ third
  state[2] = third ^ (b << 9)
  state[3] = rotateLeft(fourth, 11)
  return result
}

const rotateLeft = (bits: number, by: number) => (bits << by) | (bits >>> (32 - by))

/** One of the two normals of a Box-Muller pair; 1 - u keeps the logarithm finite. */
function boxMuller(next: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next())
}
