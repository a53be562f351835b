import { ORPCError } from '@orpc/client'
import { expect, it } from 'vitest'
import { AppError } from '#shared/domain/appError.ts'
import { readError } from './readError.ts'

const conflict = new ORPCError('conflict', { message: 'Somebody saved version 3.', data: { version: 3 } })

it.each([
  {
    name: 'an error of the closed list',
    error: conflict,
    expected: { code: 'conflict', message: 'Somebody saved version 3.', details: { version: 3 } },
  },
  {
    name: 'an AppError',
    error: new AppError('too_large', 'Too large.'),
    expected: { code: 'too_large', message: 'Too large.', details: {} },
  },
  { name: 'a call given up', error: new DOMException('stop', 'AbortError'), expected: { code: 'cancelled' } },
  {
    name: 'a code outside the list',
    error: new ORPCError('TEAPOT', { message: 'short and stout' }),
    expected: { code: 'internal', message: expect.stringContaining('The call failed unexpectedly: short and stout. Try again') },
  },
  {
    name: 'something thrown that is no error',
    error: 'boom',
    expected: { code: 'internal', message: expect.stringContaining('The call failed unexpectedly: boom. Try again') },
  },
])('reads $name', ({ error, expected }) => {
  expect(readError(error)).toMatchObject(expected)
})
