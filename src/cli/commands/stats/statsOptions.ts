import { InvalidArgumentError } from 'commander'
import { readNumber } from '../../readOption.ts'

/** Above 0 and below 1. */
export function readShare(text: string): number {
  const value = readNumber(text)
  if (value <= 0 || value >= 1) throw new InvalidArgumentError('It must be above 0 and below 1.')
  return value
}

/** Above 0 and at most 1. */
export function readJump(text: string): number {
  const value = readNumber(text)
  if (value <= 0 || value > 1) throw new InvalidArgumentError('It must be above 0 and at most 1.')
  return value
}

/** 1 or more; effective trials need not be whole. */
export function readTrials(text: string): number {
  const value = readNumber(text)
  if (value < 1) throw new InvalidArgumentError('It must be at least 1.')
  return value
}

export function readVariance(text: string): number {
  const value = readNumber(text)
  if (value < 0) throw new InvalidArgumentError('It must not be negative.')
  return value
}

/** A whole number of 32 bits. */
export function readSeed(text: string): number {
  const value = readNumber(text)
  if (!Number.isInteger(value) || value < 0 || value >= 2 ** 32)
    throw new InvalidArgumentError('It must be a whole number from 0 to 4294967295.')
  return value
}

/** Observations: two or more. */
export function readObservations(text: string): number {
  const value = readNumber(text)
  if (!Number.isInteger(value) || value < 2) throw new InvalidArgumentError('It must be a whole number of at least 2.')
  return value
}
