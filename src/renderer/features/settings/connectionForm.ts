import type { Connection, Dialect, PostgresConnection } from '#shared/domain/connection.ts'

/** Every field of both kinds of database, so that changing the kind and back loses nothing. */
export interface ConnectionForm extends Omit<PostgresConnection, 'dialect'> {
  readonly dialect: Dialect
  readonly file: string
  readonly password: string
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
  poolMax: 10,
}

/** A form that shows a connection; passwords are never known here. */
export function formOf(connection: Connection | undefined): ConnectionForm {
  return { ...BLANK, ...connection }
}

/** The connection a form describes, with its password apart; '' means none. */
export function connectionOf(form: ConnectionForm): { connection: Connection; password: string | null } {
  if (form.dialect === 'sqlite') return { connection: { dialect: 'sqlite', file: form.file }, password: null }
  const { file: _, password, dialect, ...server } = form
  return { connection: { dialect, ...server }, password: password === '' ? null : password }
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
