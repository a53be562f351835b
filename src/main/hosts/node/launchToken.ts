import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'

/** 256 random bits, one per launch: whoever can read the terminal may open the window, nobody else. */
export function createLaunchToken(): string {
  return randomBytes(32).toString('base64url')
}

const digest = (text: string) => createHash('sha256').update(text).digest()

/** Compares in constant time whatever the lengths. */
export function isSameToken(given: string, expected: string): boolean {
  return timingSafeEqual(digest(given), digest(expected))
}
