import type { Knex } from 'knex'
import { assertNever } from '#shared/domain/appError.ts'
import type { Dialect } from '#shared/domain/connection.ts'

/** A rule of a table: what it demanded before and what it demands from now on, as SQL; null where it did not or does not exist. */
interface RuleChange {
  /** Name of the constraint. */
  readonly name: string
  readonly before: string | null
  readonly after: string | null
}

/** How an existing table changes, said once for both databases; `revertChange` turns it round. */
export interface TableChange {
  readonly table: string
  /** Columns that appear, with their definitions. */
  readonly added: readonly { readonly name: string; readonly definition: string }[]
  /** Columns that need a value until now. */
  readonly optional: readonly string[]
  readonly rules: readonly RuleChange[]
}

export async function applyChange(knex: Knex, dialect: Dialect, change: TableChange): Promise<void> {
  switch (dialect) {
    case 'sqlite':
      await addColumns(knex, change)
      return rebuildTable(knex, change.table, (sql) => changeDefinition(sql, change))
    case 'postgres':
      await knex.raw(`ALTER TABLE ${change.table} ${alterations(change).join(', ')}`)
      return
    default:
      return assertNever(dialect)
  }
}

/** Takes a change back; rows that only the changed table can hold have to be gone by then. */
export async function revertChange(knex: Knex, dialect: Dialect, change: TableChange): Promise<void> {
  switch (dialect) {
    case 'sqlite':
      await rebuildTable(knex, change.table, (sql) => restoreDefinition(sql, change))
      for (const { name } of change.added) await knex.raw(`ALTER TABLE ${change.table} DROP COLUMN ${name}`)
      return
    case 'postgres':
      await knex.raw(`ALTER TABLE ${change.table} ${restorations(change).join(', ')}`)
      return
    default:
      return assertNever(dialect)
  }
}

function alterations({ added, optional, rules }: TableChange): string[] {
  return [
    ...added.map(({ name, definition }) => `ADD COLUMN ${name} ${definition}`),
    ...optional.map((column) => `ALTER COLUMN ${column} DROP NOT NULL`),
    ...rules.flatMap(({ name, before, after }) => replaceRule(name, before, after)),
  ]
}

function restorations({ added, optional, rules }: TableChange): string[] {
  return [
    ...rules.flatMap(({ name, before, after }) => replaceRule(name, after, before)),
    ...optional.map((column) => `ALTER COLUMN ${column} SET NOT NULL`),
    ...added.map(({ name }) => `DROP COLUMN ${name}`),
  ]
}

function replaceRule(name: string, ...[from, to]: [from: string | null, to: string | null]): string[] {
  return [...(from === null ? [] : [`DROP CONSTRAINT ${name}`]), ...(to === null ? [] : [`ADD CONSTRAINT ${name} CHECK (${to})`])]
}

async function addColumns(knex: Knex, { table, added }: TableChange): Promise<void> {
  for (const { name, definition } of added) await knex.raw(`ALTER TABLE ${table} ADD COLUMN ${name} ${definition}`)
}

function changeDefinition(sql: string, { optional, rules }: TableChange): string {
  const nullable = optional.reduce((text, column) => {
    const required = findColumn(text, column)
    return replaceOnce(text, `${required} NOT NULL`, required)
  }, sql)
  return rules.reduce((text, { name, before, after }) => rewriteRule(text, name, [before, after]), nullable)
}

function restoreDefinition(sql: string, { optional, rules }: TableChange): string {
  const strict = rules.reduce((text, { name, before, after }) => rewriteRule(text, name, [after, before]), sql)
  return optional.reduce((text, column) => {
    const nullable = findColumn(text, column)
    return replaceOnce(text, nullable, `${nullable} NOT NULL`)
  }, strict)
}

/** Name and type of a column, as its table's definition has them. */
function findColumn(sql: string, column: string): string {
  return new RegExp(`\\b${column} (?:text|real|integer)\\b`).exec(sql)?.[0] ?? `column ${column}`
}

const ruleText = (name: string, rule: string) => `CONSTRAINT ${name} CHECK (${rule})`

function rewriteRule(sql: string, name: string, [from, to]: readonly [string | null, string | null]): string {
  if (from === null) return sql.replace(/\)\s*STRICT\s*$/, `,\n    ${ruleText(name, to ?? '')}\n  ) STRICT`)
  if (to === null) return replaceOnce(sql, `,\n    ${ruleText(name, from)}`, '')
  return replaceOnce(sql, ruleText(name, from), ruleText(name, to))
}

/** Throws when the definition is not the one the change was written for. */
function replaceOnce(sql: string, text: string, replacement: string): string {
  if (sql.split(text).length !== 2) throw new Error(`expected exactly once in the table's definition: ${text}`)
  return sql.replace(text, () => replacement)
}

/**
 * SQLite changes no rule of an existing table: a new table takes over rows, name and indexes. Foreign keys must be off,
 * or dropping the old table would take the rows of its children with it.
 */
async function rebuildTable(knex: Knex, table: string, redefine: (sql: string) => string): Promise<void> {
  const { foreign_keys: enforced } = (await knex.raw('PRAGMA foreign_keys'))[0] as { foreign_keys: number }
  if (enforced !== 0) throw new Error(`${table} cannot be rebuilt while foreign keys are enforced`)
  const definition: { sql: string } = await knex('sqlite_schema').where({ type: 'table', name: table }).first('sql')
  const indexes: string[] = await knex('sqlite_schema').where({ type: 'index', tbl_name: table }).whereNotNull('sql').pluck('sql')
  const columns: string[] = (await knex.raw(`PRAGMA table_info(${table})`)).map(({ name }: { name: string }) => name)
  const created = redefine(definition.sql).replace(/^CREATE TABLE "?\w+"?/, `CREATE TABLE ${table}_rebuilt`)
  await knex.raw(created)
  await knex.raw(`INSERT INTO ${table}_rebuilt (${columns.join(', ')}) SELECT ${columns.join(', ')} FROM ${table}`)
  await knex.raw(`DROP TABLE ${table}`)
  await knex.raw(`ALTER TABLE ${table}_rebuilt RENAME TO ${table}`)
  for (const index of indexes) await knex.raw(index)
}
