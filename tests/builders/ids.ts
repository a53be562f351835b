let counter = 0

/** Ids in order of creation, as the application makes them, and the same in every run of a test file. */
export function makeId(): string {
  counter += 1
  return `01900000-0000-7000-8000-${counter.toString(16).padStart(12, '0')}`
}

/** A made-up SHA-256 in hexadecimal, one for each text. */
export function makeHash(text: string): string {
  let hash = 7
  for (const character of text) hash = (hash * 31 + character.charCodeAt(0)) % 0xffffffff
  return hash.toString(16).padStart(8, '0').repeat(8)
}

/** 2024-01-01T00:00:00.000Z. */
export const NEW_YEAR_2024_MS = Date.UTC(2024, 0, 1)
export const DAY_MS = 86_400_000
