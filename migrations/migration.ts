import type { Knex } from 'knex'
import type { Dialect } from '#shared/domain/connection.ts'

/** One step of the schema, for both databases. Released migrations are never edited: a change is a new one. */
export interface Migration {
  /** Stored in the database; never renamed. */
  readonly name: string
  up(knex: Knex, dialect: Dialect): Promise<void>
  down(knex: Knex, dialect: Dialect): Promise<void>
}
