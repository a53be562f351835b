import type { Knex } from 'knex'
import { type ColumnTypes, columnTypes, storeUncompressed } from '#core/database/dialect.ts'
import { packVerdict, unpackVerdict } from '#core/database/packedVerdict.ts'
import type { Migration } from './migration.ts'
import { applyChange, revertChange, type TableChange } from './tableChange.ts'

const BATCH = 200

/**
 * What a verdict bound, what each check said and what was judged become compressed bytes: as JSON they were two thirds of
 * a workspace. Rows taken over from an older system keep its text.
 */
export const packedVerdicts: Migration = {
  name: '0012_packed_verdicts',

  async up(knex, dialect) {
    const types = columnTypes(dialect)
    for (const column of PACKED) await addColumn(knex, column, types.bytes)
    await convert(knex, { columns: JSON_COLUMNS, types: { document: types.bytes, packed_evidence: types.bytes } }, pack)
    await applyChange(knex, dialect, ruleChange)
    for (const column of JSON_COLUMNS) await dropColumn(knex, column)
    await knex.raw('ALTER TABLE gate_results RENAME COLUMN packed_evidence TO evidence')
    for (const column of ['document', 'evidence']) {
      for (const statement of storeUncompressed(dialect, 'gate_results', column)) await knex.raw(statement)
    }
  },

  async down(knex, dialect) {
    const { json } = columnTypes(dialect)
    await knex.raw('ALTER TABLE gate_results RENAME COLUMN evidence TO packed_evidence')
    for (const column of JSON_COLUMNS) await addColumn(knex, column, column === 'results' ? `${json} NOT NULL DEFAULT 'null'` : json)
    await convert(knex, { columns: PACKED, types: { binding: json, results: json, evidence: json } }, unpack)
    await revertChange(knex, dialect, ruleChange)
    for (const column of PACKED) await dropColumn(knex, column)
  },
}

const JSON_COLUMNS = ['binding', 'results', 'evidence'] as const
const PACKED = ['document', 'packed_evidence'] as const

const ruleChange: TableChange = {
  table: 'gate_results',
  added: [],
  optional: [],
  rules: [
    { name: 'gate_results_native', before: "origin = 'adopted' OR (binding IS NOT NULL)", after: null },
    { name: 'gate_results_document', before: null, after: 'document IS NOT NULL' },
  ],
}

const addColumn = (knex: Knex, name: string, definition: string) => knex.raw(`ALTER TABLE gate_results ADD COLUMN ${name} ${definition}`)
const dropColumn = (knex: Knex, name: string) => knex.raw(`ALTER TABLE gate_results DROP COLUMN ${name}`)

type Cells = Readonly<Record<string, string | Buffer | null>>

/** As the repositories write and read it: a result of ours has a binding and checks, an adopted one the older system's text. */
function pack({ binding, results, evidence }: Cells): Cells {
  const document = binding === null ? JSON.stringify({ older: results }) : `{"binding":${binding},"checks":${results}}`
  return { document: packVerdict(document), packed_evidence: evidence == null ? null : packVerdict(String(evidence)) }
}

function unpack({ document, packed_evidence }: Cells): Cells {
  const { binding, checks, older } = JSON.parse(unpackVerdict(document as Buffer))
  const evidence = packed_evidence == null ? null : unpackVerdict(packed_evidence as Buffer)
  if (older !== undefined) return { binding: null, results: older, evidence }
  return { binding: JSON.stringify(binding), results: JSON.stringify(checks), evidence }
}

interface Conversion {
  /** Read of each row. */
  readonly columns: readonly string[]
  /** Written, with their types. */
  readonly types: Readonly<Record<string, ColumnTypes[keyof ColumnTypes]>>
}

/** Reads and writes a batch of rows at a time, so that any number of them fits in memory. */
async function convert(knex: Knex, { columns, types }: Conversion, change: (cells: Cells) => Cells): Promise<void> {
  const names = Object.keys(types)
  const row = `(?, ${names.map((name) => `CAST(? AS ${types[name]})`).join(', ')})`
  const assignments = names.map((name) => `${name} = changed.${name}`).join(', ')
  for (let last = ''; ; ) {
    const rows: ({ id: string } & Cells)[] = await knex('gate_results')
      .where('id', '>', last)
      .orderBy('id')
      .limit(BATCH)
      .select('id', ...columns)
    if (rows.length === 0) return
    const bindings = rows.flatMap(({ id, ...cells }) => {
      const changed = change(cells)
      return [id, ...names.map((name) => changed[name] ?? null)]
    })
    await knex.raw(
      `WITH changed (id, ${names.join(', ')}) AS (VALUES ${rows.map(() => row).join(', ')})
       UPDATE gate_results SET ${assignments} FROM changed WHERE gate_results.id = changed.id`,
      bindings,
    )
    last = rows.at(-1)?.id ?? last
  }
}
