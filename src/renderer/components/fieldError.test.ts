import { expect, it } from 'vitest'
import { AppError } from '#shared/domain/appError.ts'
import { fieldErrorOf } from './fieldError.ts'

const refused = new AppError('invalid_input', 'strategy.parameters.fast: must be below slow', {
  details: { field: 'strategy.parameters.fast' },
})

it.each([
  { name: 'the end of the path names the field', error: refused, field: 'parameters.fast', expected: 'must be below slow' },
  { name: 'another field has no error', error: refused, field: 'parameters.slow', expected: undefined },
  { name: 'half a segment is not the field', error: refused, field: 'ast', expected: undefined },
  { name: 'an error without a field belongs to none', error: new AppError('internal', 'broken'), field: 'name', expected: undefined },
  { name: 'no error', error: null, field: 'name', expected: undefined },
])('$name', ({ error, field, expected }) => {
  expect(fieldErrorOf(error, field)).toBe(expected)
})
