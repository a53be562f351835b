import { AppError, type ErrorCode } from '#shared/domain/appError.ts'
import { APPEND_ONLY_VIOLATION } from './appendOnly.ts'
import { RULE_VIOLATION } from './databaseRule.ts'

/** What a driver's error may carry; each driver fills in some of it. */
interface DriverError {
  readonly code?: unknown
  readonly message?: unknown
  readonly constraint?: unknown
  readonly errors?: unknown
}

interface Explanation {
  readonly code: ErrorCode
  readonly message: string
}

/**
 * Turns what a database driver throws into an AppError that says what happened and what to do. AppErrors pass
 * unchanged; null for an error that is not the database's to explain (a fault in our own code).
 * The original stays in `cause` and never in the message: it may hold SQL and values.
 */
export function explainDatabaseError(error: unknown, label = 'the database'): AppError | null {
  if (error instanceof AppError) return error
  const driverError = rootError(error)
  const code = typeof driverError.code === 'string' ? driverError.code : ''
  const text = typeof driverError.message === 'string' ? driverError.message : ''
  const explanation = explainConstraint(code, text, driverError.constraint) ?? explainCode(code) ?? explainText(text)
  if (!explanation) return null
  const details = { database: label, ...(code === '' ? {} : { driverCode: code }) }
  return new AppError(explanation.code, explanation.message.replaceAll('{label}', label), { details, cause: error })
}

/** As `explainDatabaseError`; what it cannot explain becomes `internal`. */
export function classifyDatabaseError(error: unknown, label = 'the database'): AppError {
  const unexplained = `${label} failed in a way that is not known. Try again; if it stays, report it with the log.`
  return explainDatabaseError(error, label) ?? new AppError('internal', unexplained, { cause: error })
}

/** A host with several addresses fails with one error for each of them. */
function rootError(error: unknown): DriverError {
  const candidate = (error ?? {}) as DriverError
  if (Array.isArray(candidate.errors) && candidate.errors.length > 0) return candidate.errors[0] as DriverError
  return candidate
}

const UNREACHABLE: Explanation = {
  code: 'database_unreachable',
  message: 'No answer from {label}. Check that the server runs, that host and port are right, and that no firewall is in between.',
}
const UNKNOWN_HOST: Explanation = {
  code: 'database_unreachable',
  message: 'The host of {label} is not known. Check its spelling and the network.',
}
const CONNECTION_LOST: Explanation = {
  code: 'database_unreachable',
  message: 'The connection to {label} was lost. Nothing half-done was kept; try again once the server is back.',
}
const LOGIN_FAILED: Explanation = { code: 'database_login_failed', message: '{label} refused the login. Check user name and password.' }
const UNTRUSTED: Explanation = {
  code: 'database_unreachable',
  message:
    'The certificate of {label} could not be verified. Name the file of its certificate authority (sslrootcert), use the host name in the certificate, or choose the TLS mode "require".',
}
const NO_TLS: Explanation = {
  code: 'database_unreachable',
  message: '{label} does not offer TLS. Turn it on at the server, or choose the TLS mode "disable" if the network in between is trusted.',
}
const LOCKED: Explanation = {
  code: 'database_locked',
  message: '{label} is locked by another program. Close it or wait a moment, then try again.',
}
const READ_ONLY: Explanation = {
  code: 'database_read_only',
  message: '{label} can only be read. Give this user the right to write the file and its folder, or open another database.',
}
const FULL: Explanation = {
  code: 'database_full',
  message: 'No space left for {label}. Free some disk space and try again; nothing half-done was kept.',
}
const CORRUPT: Explanation = {
  code: 'database_corrupt',
  message: '{label} is damaged or not a database. Restore a backup, or choose another file.',
}
const CANNOT_OPEN: Explanation = {
  code: 'database_unreachable',
  message: '{label} cannot be opened. Check that its folder exists and that this user may read and write it.',
}
const FILE_GONE: Explanation = {
  code: 'database_unreachable',
  message: '{label} is gone: its file was deleted or moved while it was in use. Put it back or choose another file, then try again.',
}
const NO_SCHEMA: Explanation = {
  code: 'migration_required',
  message: '{label} lacks tables this version needs. Run "aurelius db migrate".',
}
const FORBIDDEN: Explanation = {
  code: 'forbidden',
  message: 'The database user lacks a right that is needed in {label}. Ask its administrator to grant it.',
}
const SCHEMA_CLOSED: Explanation = {
  code: 'forbidden',
  message:
    'The schema named in the connection does not exist in {label}, or this user may not use it. Ask its administrator to create it and to grant USAGE and CREATE on it.',
}
const BUSY: Explanation = {
  code: 'unavailable',
  message: '{label} is too busy: all connections are in use, or a statement took too long. Try again in a moment.',
}
const BAD_VALUE: Explanation = {
  code: 'invalid_input',
  message: 'A value does not fit its column in {label}. Check numbers and dates for their range.',
}

const BY_CODE: Readonly<Record<string, Explanation>> = {
  ECONNREFUSED: UNREACHABLE,
  ETIMEDOUT: UNREACHABLE,
  EHOSTUNREACH: UNREACHABLE,
  ENETUNREACH: UNREACHABLE,
  ENOTFOUND: UNKNOWN_HOST,
  EAI_AGAIN: UNKNOWN_HOST,
  ECONNRESET: CONNECTION_LOST,
  EPIPE: CONNECTION_LOST,
  '57P01': CONNECTION_LOST,
  '57P02': CONNECTION_LOST,
  '57P03': { code: 'database_unreachable', message: '{label} is starting or shutting down. Try again in a moment.' },
  '25P03': CONNECTION_LOST,
  '28P01': LOGIN_FAILED,
  '28000': LOGIN_FAILED,
  '3D000': {
    code: 'database_unreachable',
    message: 'There is no such database on the server: {label}. Create it ("CREATE DATABASE ..."), or correct its name.',
  },
  '3F000': SCHEMA_CLOSED,
  '42P01': NO_SCHEMA,
  '42703': NO_SCHEMA,
  '42501': FORBIDDEN,
  '25006': READ_ONLY,
  '53100': FULL,
  '53300': BUSY,
  '57014': BUSY,
  '55P03': LOCKED,
  '40P01': LOCKED,
  '40001': LOCKED,
  XX001: CORRUPT,
  XX002: CORRUPT,
  SQLITE_READONLY_DBMOVED: FILE_GONE,
  SQLITE_FULL: FULL,
  ENOSPC: FULL,
  SQLITE_CORRUPT: CORRUPT,
  SQLITE_NOTADB: CORRUPT,
  DEPTH_ZERO_SELF_SIGNED_CERT: UNTRUSTED,
  SELF_SIGNED_CERT_IN_CHAIN: UNTRUSTED,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: UNTRUSTED,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: UNTRUSTED,
  ERR_TLS_CERT_ALTNAME_INVALID: UNTRUSTED,
  CERT_HAS_EXPIRED: UNTRUSTED,
}

/** SQLite's extended codes begin with the code they extend: SQLITE_BUSY_SNAPSHOT is a SQLITE_BUSY. */
const BY_PREFIX: readonly (readonly [prefix: string, explanation: Explanation])[] = [
  ['SQLITE_BUSY', LOCKED],
  ['SQLITE_LOCKED', LOCKED],
  ['SQLITE_READONLY', READ_ONLY],
  ['SQLITE_CORRUPT', CORRUPT],
  ['SQLITE_CANTOPEN', CANNOT_OPEN],
  ['SQLITE_IOERR', CANNOT_OPEN],
  ['SQLITE_MISMATCH', BAD_VALUE],
  ['08', CONNECTION_LOST],
  ['22', BAD_VALUE],
]

function explainCode(code: string): Explanation | undefined {
  return BY_CODE[code] ?? BY_PREFIX.find(([prefix]) => code.startsWith(prefix))?.[1]
}

const BY_TEXT: readonly (readonly [pattern: RegExp, explanation: Explanation])[] = [
  [/does not support SSL/, NO_TLS],
  [/password must be a string|SASL/, LOGIN_FAILED],
  [/Connection terminated due to connection timeout|timeout expired/, UNREACHABLE],
  [/Connection terminated|Connection ended|Client has encountered a connection error|not queryable/, CONNECTION_LOST],
  [/Timeout acquiring a connection/, BUSY],
  [/no such table|no such column/, NO_SCHEMA],
  [/directory does not exist/, CANNOT_OPEN],
]

function explainText(text: string): Explanation | undefined {
  return BY_TEXT.find(([pattern]) => pattern.test(text))?.[1]
}

function explainConstraint(code: string, text: string, constraint: unknown): Explanation | undefined {
  switch (code) {
    case '23505':
    case 'SQLITE_CONSTRAINT_UNIQUE':
    case 'SQLITE_CONSTRAINT_PRIMARYKEY':
      return SAME_ENTRY
    case '23503':
    case '23001':
    case 'SQLITE_CONSTRAINT_FOREIGNKEY':
      return explainForeignKey(text)
    case '23514':
    case 'SQLITE_CONSTRAINT_CHECK':
      return {
        code: 'invalid_input',
        message: `A value is out of its range (rule ${checkName(text, constraint)}). Correct it and try again.`,
      }
    case '23502':
    case 'SQLITE_CONSTRAINT_NOTNULL':
      return { code: 'invalid_input', message: 'A value that is needed is missing. Fill it in and try again.' }
    case 'SQLITE_CONSTRAINT_DATATYPE':
      return BAD_VALUE
    case APPEND_ONLY_VIOLATION:
      return APPEND_ONLY
    case RULE_VIOLATION:
      return { code: 'forbidden', message: ownWords(text) }
    case 'SQLITE_CONSTRAINT_TRIGGER':
      return explainTrigger(text)
    default:
      return undefined
  }
}

/** SQLite has one code for every trigger, and for a reference that restricts. */
function explainTrigger(text: string): Explanation {
  if (/FOREIGN KEY constraint failed$/.test(text)) return explainForeignKey(text)
  if (/has this key already$/.test(text)) return SAME_ENTRY
  return /only ever added$/.test(text) ? APPEND_ONLY : { code: 'forbidden', message: ownWords(text) }
}

/** What a trigger says, without the statement that Knex puts before it. */
const ownWords = (text: string) => text.slice(text.lastIndexOf(' - ') + 1).replace(/^- /, '')

const SAME_ENTRY: Explanation = {
  code: 'conflict',
  message: 'The same entry is already stored. Open the existing one, or change what makes it the same.',
}

const APPEND_ONLY: Explanation = {
  code: 'forbidden',
  message: 'These rows are only ever added, so that nobody can rewrite what happened. Add a new one instead of changing or deleting.',
}

/** A delete breaks a reference to a row that is still in use; any other statement refers to a row that is gone. */
function explainForeignKey(text: string): Explanation {
  if (/^\s*delete\b|update or delete on table/i.test(text)) {
    return { code: 'conflict', message: 'Other entries still use this one. Delete them first.' }
  }
  return { code: 'not_found', message: 'The entry this one refers to does not exist (any more). Reload and choose an existing one.' }
}

function checkName(text: string, constraint: unknown): string {
  if (typeof constraint === 'string') return constraint
  return /CHECK constraint failed: (\w+)/.exec(text)?.[1] ?? 'unknown'
}
