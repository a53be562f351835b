import type { Connection } from '#shared/domain/connection.ts'
import type { Destination } from '#shared/domain/transfer.ts'

export const NEW_FILE = 'new'

/** Where rows are to go, as the form has it. */
export interface DestinationForm {
  /** {@link NEW_FILE}, or the id of a saved connection. */
  readonly place: string
  /** Of the saved connection; null = a new file. */
  readonly connection: Connection | null
  readonly fileName: string
  readonly replace: boolean
}

export const newDestination = (fileName: string): DestinationForm => ({ place: NEW_FILE, connection: null, fileName, replace: false })

export function destinationOf({ connection, fileName }: DestinationForm): Destination {
  return connection === null ? { kind: 'file', file: { by: 'name', name: fileName } } : { kind: 'database', connection, password: null }
}

const FILE_NAME = /^[A-Za-z0-9_][A-Za-z0-9_. -]{0,119}\.sqlite$/

/** What is wrong with the name of a new database file; null = nothing. */
export function fileNameProblem(name: string): string | null {
  if (name.trim() === '') return 'Give it a name'
  return FILE_NAME.test(name) ? null : 'Use letters, digits, . _ - and spaces, and end it in .sqlite'
}

/** research-20260131-1405.sqlite, of UTC. */
export function stampedName(stem: string, nowMs: number): string {
  const digits = new Date(nowMs).toISOString().replace(/\D/g, '')
  return `${stem}-${digits.slice(0, 8)}-${digits.slice(8, 12)}.sqlite`
}
