import { AppError } from '#shared/domain/appError.ts'
import type { Parameters, SweepRange } from '#shared/domain/strategyType.ts'
import type { SweepAxis } from '#shared/domain/sweep.ts'

export type ParameterValue = Parameters[string]

export type { SweepAxis } from '#shared/domain/sweep.ts'

/** More values than any sweep may have cells. */
const MAX_VALUES = 10_000_000

const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/

/**
 * An axis as it is typed: a range `fast=5:100:1` (first, last, step; the last is included when a step lands on it; step 1
 * may be left out) or a list `average=sma,ema`. true and false are truth values, numbers are numbers, the rest is text.
 * @throws AppError `invalid_input` naming the axis.
 */
export function parseAxis(text: string): SweepAxis {
  const equals = text.indexOf('=')
  const name = text.slice(0, equals).trim()
  if (equals === -1 || name === '') throw axisError(text, 'write name=first:last:step or name=value,value, such as fast=5:100:1')
  const right = text.slice(equals + 1).trim()
  return { name, values: right.includes(':') ? rangeValues(text, right) : listValues(text, right) }
}

function rangeValues(text: string, range: string): number[] {
  const parts = range.split(':').map((part) => part.trim())
  if (parts.length > 3 || !parts.every((part) => NUMBER.test(part))) throw axisError(text, 'a range is first:last:step, three numbers')
  const [from = 0, to = 0, step = 1] = parts.map(Number)
  return valuesInRange(text, { from, to, step })
}

/**
 * From the first value to the last in whole steps; the last is included when a step lands on it. `axis` names it in errors.
 * @throws AppError `invalid_input`.
 */
export function valuesInRange(axis: string, { from, to, step }: SweepRange): number[] {
  if (step <= 0) throw axisError(axis, 'the step must be above zero')
  if (to < from) throw axisError(axis, `the last value (${to}) must not be below the first (${from})`)
  // The tolerance lets 0.1:0.3:0.1 reach its end in spite of rounding.
  const count = Math.floor((to - from) / step + 1e-9) + 1
  if (count > MAX_VALUES) throw axisError(axis, `it has ${count} values; at most ${MAX_VALUES} are possible, take a larger step`)
  return Array.from({ length: count }, (_, k) => withoutNoise(from + k * step))
}

/** 0.1 + 2 * 0.1 is meant to be 0.3. */
const withoutNoise = (value: number) => Number(value.toPrecision(12))

function listValues(text: string, list: string): ParameterValue[] {
  const values = list.split(',').map((item) => readValue(item.trim()))
  if (values.includes('')) throw axisError(text, 'a value is empty')
  if (new Set(values).size < values.length) throw axisError(text, 'a value stands twice; keep one')
  return values
}

function readValue(text: string): ParameterValue {
  if (text === 'true' || text === 'false') return text === 'true'
  return NUMBER.test(text) ? Number(text) : text
}

function axisError(text: string, problem: string): AppError {
  return new AppError('invalid_input', `The axis "${text}" cannot be read: ${problem}`, { details: { field: 'param' } })
}
