import { describe, expect, it } from 'vitest'
import { AppError, type ErrorCode } from '#shared/domain/appError.ts'
import { classifyDatabaseError, explainDatabaseError } from './databaseError.ts'

const driverError = (code: string, message = 'secret values') => Object.assign(new Error(message), { code })

/** Faults that tests cannot provoke at will; the others are provoked in the storage tests. */
describe('classifyDatabaseError', () => {
  it.each<{ name: string; error: Error; code: ErrorCode }>([
    { name: 'a server that does not answer', error: driverError('ETIMEDOUT'), code: 'database_unreachable' },
    { name: 'a server shutting down', error: driverError('57P01'), code: 'database_unreachable' },
    { name: 'a server starting up', error: driverError('57P03'), code: 'database_unreachable' },
    { name: 'a connection that broke', error: new Error('Connection terminated unexpectedly'), code: 'database_unreachable' },
    { name: 'an expired certificate', error: driverError('CERT_HAS_EXPIRED'), code: 'database_unreachable' },
    { name: 'a pg_hba.conf that lets nobody in', error: driverError('28000'), code: 'database_login_failed' },
    { name: 'a full server disk', error: driverError('53100'), code: 'database_full' },
    { name: 'too many connections', error: driverError('53300'), code: 'unavailable' },
    {
      name: 'an exhausted pool',
      error: new Error('Knex: Timeout acquiring a connection. The pool is probably full.'),
      code: 'unavailable',
    },
    { name: 'a statement that took too long', error: driverError('57014'), code: 'unavailable' },
    { name: 'a deadlock', error: driverError('40P01'), code: 'database_locked' },
    { name: 'a stale SQLite snapshot', error: driverError('SQLITE_BUSY_SNAPSHOT'), code: 'database_locked' },
    { name: 'a SQLite journal that cannot be written', error: driverError('SQLITE_READONLY_DIRECTORY'), code: 'database_read_only' },
    { name: 'a broken index page', error: driverError('XX002'), code: 'database_corrupt' },
    { name: 'a number out of range', error: driverError('22003'), code: 'invalid_input' },
    { name: 'a host with several addresses', error: new AggregateError([driverError('ECONNREFUSED')]), code: 'database_unreachable' },
    { name: 'something else', error: new TypeError('x is not a function'), code: 'internal' },
  ])('$name is $code', ({ error, code }) => {
    const classified = classifyDatabaseError(error, 'db.example.com:5432/quant')
    expect(classified.code).toBe(code)
    expect(classified.cause).toBe(error)
    expect(classified.message).toContain('db.example.com:5432/quant')
    expect(classified.message).not.toContain('secret')
  })

  it.each([
    { text: 'delete from "datasets" - FOREIGN KEY constraint failed', code: 'conflict' },
    { text: 'insert into "gate_results" - FOREIGN KEY constraint failed', code: 'not_found' },
  ])('tells a row in use from a row that is gone: $code', ({ text, code }) => {
    expect(classifyDatabaseError(driverError('SQLITE_CONSTRAINT_FOREIGNKEY', text)).code).toBe(code)
  })

  it('leaves AppErrors as they are, and faults of our own to whoever logs them', () => {
    const known = new AppError('not_found', 'Strategy 7 does not exist')
    expect(explainDatabaseError(known)).toBe(known)
    expect(explainDatabaseError(new TypeError('x is not a function'))).toBeNull()
  })
})
