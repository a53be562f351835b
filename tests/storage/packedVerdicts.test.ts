import { expect, it } from 'vitest'
import type { Database } from '#core/database/database.ts'
import { migrateDown, migrateUp } from '#core/database/migrate.ts'
import { findEvidence } from '#core/repositories/gateFactRepository.ts'
import { createGateResult, findGateResult, listGateResults } from '#core/repositories/gateResultRepository.ts'
import { makeCheck, makeGateResult } from '../builders/gateResults.ts'
import { makeId } from '../builders/ids.ts'
import { storeBacktest, storeRunParents } from '../builders/storedRuns.ts'
import { describeOnBothDialects } from './dialects.ts'

const NAME = '0012_packed_verdicts'
const RESULTS = 450
const OLDER = '{ "sharpe": 1.50, "passed":true, "note":"λ" }'

async function takeBack(db: Database): Promise<void> {
  while ((await migrateDown(db)) !== NAME) expect(await db.run((knex) => knex('schema_migrations').count('*'))).not.toEqual([])
}

async function storeResults(db: Database) {
  const parents = await storeRunParents(db)
  const backtestId = await storeBacktest(db, parents)
  const on = { strategyId: parents.strategyId, backtestId }
  const results = Array.from({ length: RESULTS }, (_, index) =>
    makeGateResult(on, {
      checks: [makeCheck({ value: index, summary: `Nº ${index}` })],
      evidence: index % 3 === 0 ? null : `{"index":${index}}`,
      timestampMs: index,
    }),
  )
  for (const result of results) await createGateResult(db, result)
  return { on, results }
}

describeOnBothDialects('verdicts that were stored as JSON', (makeDatabase) => {
  it('are packed and unpacked without loss, in batches', async () => {
    const db = await makeDatabase()
    const { results } = await storeResults(db)
    const before = await listGateResults(db, { limit: 500, cursor: null, withTotal: true })
    await takeBack(db)
    const rows = await db.run((knex) => knex('gate_results').orderBy('timestamp').select('binding', 'results', 'evidence'))
    expect(rows).toEqual(
      results.map(({ binding, checks, evidence }) => ({ binding: JSON.stringify(binding), results: JSON.stringify(checks), evidence })),
    )
    await migrateUp(db)
    expect(await listGateResults(db, { limit: 500, cursor: null, withTotal: true })).toEqual(before)
    for (const { id, evidence } of results.slice(0, 4)) expect(await findEvidence(db, id)).toBe(evidence)
  })

  it('keep the text of an older system to the letter', async () => {
    const db = await makeDatabase()
    const { on } = await storeResults(db)
    await takeBack(db)
    const [id, other] = [makeId(), makeId()]
    const row = { strategy_id: on.strategyId, gate_type: 'dev', verdict: 'failed', passed: false, policy_version: 'older system' }
    const adopted = {
      ...row,
      results: OLDER,
      recommendation: '',
      timestamp: db.dialect === 'sqlite' ? 0 : new Date(0),
      origin: 'adopted',
      flags: '[]',
    }
    for (const key of [id, other]) {
      const cells = db.dialect === 'sqlite' ? { ...adopted, passed: 0 } : adopted
      await db.run((knex) => knex('gate_results').insert({ ...cells, id: key }))
    }
    await migrateUp(db)
    expect(await findGateResult(db, id)).toMatchObject({ binding: null, checks: [], verdict: 'failed' })
    await takeBack(db)
    expect(await db.run((knex) => knex('gate_results').where({ id }).first('binding', 'results', 'evidence'))).toEqual({
      binding: null,
      results: OLDER,
      evidence: null,
    })
  })

  it('say so when they are damaged', async () => {
    const db = await makeDatabase()
    const { results } = await storeResults(db)
    const id = results[0]!.id
    await db.run((knex) =>
      knex('gate_results')
        .where({ id })
        .update({ document: Buffer.from('broken') }),
    )
    await expect(findGateResult(db, id)).rejects.toMatchObject({ code: 'database_corrupt', message: expect.stringContaining('verdict') })
  })

  it('are never left out', async () => {
    const db = await makeDatabase()
    const { results } = await storeResults(db)
    const change = db.run((knex) => knex('gate_results').where({ id: results[0]!.id }).update({ document: null }))
    await expect(change).rejects.toMatchObject({ message: expect.stringContaining('gate_results_document') })
  })
})
