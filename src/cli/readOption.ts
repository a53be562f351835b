import { InvalidArgumentError } from 'commander'

/** A plain decimal number of an option. */
export function readNumber(text: string): number {
  const value = Number(text)
  if (text.trim() === '' || !Number.isFinite(value)) throw new InvalidArgumentError('It must be a number.')
  return value
}

/** A whole number of at least 1. */
export function readCount(text: string): number {
  const value = readNumber(text)
  if (!Number.isInteger(value) || value < 1) throw new InvalidArgumentError('It must be a whole number of at least 1.')
  return value
}

/** A TCP port; 0 = any free one. */
export function readPort(text: string): number {
  const value = readNumber(text)
  if (!Number.isInteger(value) || value < 0 || value > 65_535) throw new InvalidArgumentError('It must be a number from 0 to 65535.')
  return value
}
