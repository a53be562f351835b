import type { Connection, Dialect, PostgresConnection } from '#shared/domain/connection.ts'

/** Settings that a connection may leave out; '' = the default. */
const OPTIONAL_NUMBERS = [
  'poolMin',
  'poolIdleTimeoutMs',
  'poolAcquireTimeoutMs',
  'statementTimeoutMs',
  'lockTimeoutMs',
  'idleInTransactionTimeoutMs',
] as const
export type OptionalNumber = (typeof OPTIONAL_NUMBERS)[number]

/** Every field of both kinds of database, so that changing the kind and back loses nothing. */
export interface ConnectionForm
  extends Pick<PostgresConnection, 'host' | 'port' | 'database' | 'user' | 'schema' | 'tls' | 'poolMax'>,
    Readonly<Record<OptionalNumber, number | ''>> {
  readonly dialect: Dialect
  readonly file: string
  readonly password: string
  /** '' = the well-known authorities. */
  readonly tlsCaFile: string
  readonly readOnly: boolean
}

const BLANK: ConnectionForm = {
  dialect: 'sqlite',
  file: '',
  host: 'localhost',
  port: 5432,
  database: '',
  user: '',
  password: '',
  schema: 'public',
  tls: 'verify-full',
  tlsCaFile: '',
  readOnly: false,
  poolMax: 10,
  poolMin: '',
  poolIdleTimeoutMs: '',
  poolAcquireTimeoutMs: '',
  statementTimeoutMs: '',
  lockTimeoutMs: '',
  idleInTransactionTimeoutMs: '',
}

/** A form that shows a connection; passwords are never known here. */
export function formOf(connection: Connection | undefined): ConnectionForm {
  const known = Object.entries(connection ?? {}).filter(([, value]) => value !== undefined)
  return { ...BLANK, ...Object.fromEntries(known) }
}

/** The connection a form describes, with its password apart; '' means none. */
export function connectionOf(form: ConnectionForm): { connection: Connection; password: string | null } {
  const readOnly = form.readOnly ? { readOnly: true } : {}
  if (form.dialect === 'sqlite') return { connection: { dialect: 'sqlite', file: form.file.trim(), ...readOnly }, password: null }
  const { host, port, database, user, schema, tls, tlsCaFile, poolMax } = form
  const numbers = Object.fromEntries(OPTIONAL_NUMBERS.filter((name) => form[name] !== '').map((name) => [name, form[name]]))
  const authority = tlsCaFile.trim() === '' ? {} : { tlsCaFile: tlsCaFile.trim() }
  return {
    connection: { dialect: 'postgres', host, port, database, user, schema, tls, ...authority, poolMax, ...numbers, ...readOnly },
    password: form.password === '' ? null : form.password,
  }
}

/** The password inside a pasted URL; it stays in the form, the application does not echo it. */
export function passwordInUrl(url: string): string {
  return URL.canParse(url) ? decodeURIComponent(new URL(url).password) : ''
}

/** What still has to be filled in, by field. */
export function missingFields(form: ConnectionForm): Partial<Record<keyof ConnectionForm, string>> {
  const required = form.dialect === 'sqlite' ? (['file'] as const) : (['host', 'database', 'user', 'schema'] as const)
  return Object.fromEntries(required.filter((field) => form[field].trim() === '').map((field) => [field, 'Fill this in']))
}
