import { emptySeries } from '../indicators/emptySeries.ts'
import type { Arithmetic, Comparison } from './parseExpression.ts'

/*
 * Operations on columns of equal length. NaN means "not known"; a condition is 1 (true), 0 (false) or NaN, and `and`, `or`
 * and `not` follow Kleene's three-valued logic. Entry i of a result is made of entries up to i and none later.
 */

export type Series = Float64Array

const ARITHMETIC: Readonly<Record<Arithmetic, (a: number, b: number) => number>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  // A quotient by zero is not known, never infinite.
  '/': (a, b) => (b === 0 ? Number.NaN : a / b),
}

const COMPARISONS: Readonly<Record<Comparison, (a: number, b: number) => boolean>> = {
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
  '==': (a, b) => a === b,
  '!=': (a, b) => a !== b,
}

const isUnknown = Number.isNaN

export function compute(operator: Arithmetic, a: number, b: number): number {
  return ARITHMETIC[operator](a, b)
}

export function arithmetic(operator: Arithmetic, left: Series, right: Series): Series {
  return left.map((value, i) => ARITHMETIC[operator](value, right[i]!))
}

export function compare(operator: Comparison, left: Series, right: Series): Series {
  const holds = COMPARISONS[operator]
  return left.map((value, i) => (isUnknown(value) || isUnknown(right[i]!) ? Number.NaN : Number(holds(value, right[i]!))))
}

/** False if either is false, else unknown if either is unknown. */
export function both(left: Series, right: Series): Series {
  return left.map((value, i) => (value === 0 || right[i] === 0 ? 0 : value * right[i]!))
}

/** True if either is true, else unknown if either is unknown. */
export function either(left: Series, right: Series): Series {
  return left.map((value, i) => (value === 1 || right[i] === 1 ? 1 : value + right[i]!))
}

export function negate(condition: Series): Series {
  return condition.map((value) => 1 - value)
}

/** The value `bars` (>= 0) ago. */
export function past(values: Series, bars: number): Series {
  const result = emptySeries(values.length)
  result.set(values.subarray(0, Math.max(values.length - bars, 0)), Math.min(bars, values.length))
  return result
}

/** Strictly below on the bar before and strictly above now: a touch (equality) on either bar is no cross. */
export function crossover(a: Series, b: Series): Series {
  return both(compare('<', past(a, 1), past(b, 1)), compare('>', a, b))
}

/** Largest (direction 1) or smallest (-1) of the last `period` values, its own bar included. */
export function extreme(values: Series, period: number, direction: 1 | -1): Series {
  const result = emptySeries(values.length)
  let at = 0
  for (let i = 0; i < values.length; i++) {
    if (direction * values[i]! >= direction * values[at]!) at = i
    else if (at <= i - period) at = indexOfExtreme(values, { from: i - period + 1, to: i }, direction)
    if (i >= period - 1) result[i] = values[at]!
  }
  return result
}

function indexOfExtreme(values: Series, { from, to }: { from: number; to: number }, direction: 1 | -1): number {
  let at = from
  for (let i = from + 1; i <= to; i++) if (direction * values[i]! >= direction * values[at]!) at = i
  return at
}
