import type { Knex } from 'knex'
import type pg from 'pg'

/**
 * Marks a statement that runs again and again with the same text: PostgreSQL then parses and plans it once per
 * connection. Name its columns one by one; after `SELECT *` a migration by another client would make it fail.
 */
export function prepared<Builder extends Knex.QueryBuilder>(query: Builder): Builder {
  return query.options({ prepare: true }) as Builder
}

/** What Knex hands to a connection; the options of the query builder are spread into it. */
interface StatementConfig {
  readonly text: string
  readonly prepare?: boolean
  readonly name?: string
}

/** A server keeps every named statement until its connection ends, so their number has an end too. */
const NAME_LIMIT = 200

/** Gives marked statements a name, the same text always the same one. Used for all connections of one pool. */
export function createStatementNames(): (config: StatementConfig) => StatementConfig {
  const names = new Map<string, string>()
  return (config) => {
    if (config.prepare !== true) return config
    const known = names.get(config.text)
    if (known !== undefined) return { ...config, name: known }
    if (names.size >= NAME_LIMIT) return config
    const name = `aurelius_${names.size + 1}`
    names.set(config.text, name)
    return { ...config, name }
  }
}

export function nameStatements(client: pg.Client, withName: (config: StatementConfig) => StatementConfig): void {
  const query = client.query.bind(client) as (config: unknown, ...rest: unknown[]) => unknown
  const named = (config: StatementConfig | string, ...rest: unknown[]) =>
    query(typeof config === 'string' ? config : withName(config), ...rest)
  client.query = named as typeof client.query
}
