import { expect, it } from 'vitest'
import type { Database } from '#core/database/database.ts'
import { deleteBacktest } from '#core/repositories/backtestRepository.ts'
import { encodeBars, encodePanel, readPanelSeries } from '#core/repositories/datasetChunks.ts'
import {
  countDatasetDependents,
  createDataset,
  deleteDataset,
  findDatasetByHash,
  getDataset,
  listDatasets,
  loadBars,
  updateDataset,
} from '#core/repositories/datasetRepository.ts'
import { makeSyntheticUniverse } from '#engine/market/syntheticUniverse.ts'
import { hashPanel } from '#engine/panel/hashPanel.ts'
import { alignPanel, splitPanel } from '#engine/panel/panel.ts'
import { makeBars, makeDataset, makePanelDataset } from '../builders/datasets.ts'
import { makeHash, makeId } from '../builders/ids.ts'
import { storeBacktest, storeRunParents } from '../builders/storedRuns.ts'
import { storeSweep } from '../builders/sweeps.ts'
import { describeOnBothDialects } from './dialects.ts'
import { runProcess } from './processes.ts'

const PAGE = { limit: 10, cursor: null, withTotal: true }
const namesOf = async (db: Database, query: Partial<Parameters<typeof listDatasets>[1]>) =>
  (await listDatasets(db, { ...PAGE, ...query })).items.map(({ name }) => name)

describeOnBothDialects('datasets', (makeDatabase) => {
  it('come back as they were stored, bars to the bit', async () => {
    const db = await makeDatabase()
    const bars = makeBars(500)
    bars.volume[3] = -0
    bars.open[7] = Number.NaN
    const dataset = makeDataset(bars, { adjusted: true })
    await createDataset(db, dataset, encodeBars(bars))
    expect(await getDataset(db, dataset.id)).toEqual(dataset)
    const loaded = await loadBars(db, dataset.id)
    expect(loaded).toEqual(bars)
    expect(Object.is(loaded.volume[3], -0)).toBe(true)
  })

  it('are read whole from several chunks', async () => {
    const db = await makeDatabase()
    const bars = makeBars(70_000)
    const dataset = makeDataset(bars)
    await createDataset(db, dataset, encodeBars(bars))
    const chunks: unknown[] = await db.run((knex) => knex('dataset_chunks').where({ column_name: 'close' }))
    expect(chunks).toHaveLength(2)
    expect(await loadBars(db, dataset.id)).toEqual(bars)
  })

  it('are stored once', async () => {
    const db = await makeDatabase()
    const bars = makeBars(20)
    const dataset = makeDataset(bars, { name: 'First' })
    await createDataset(db, dataset, encodeBars(bars))
    const again = makeDataset(bars, { dataHash: dataset.dataHash, name: 'Second' })
    await expect(createDataset(db, again, encodeBars(bars))).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('"First"'),
      details: { id: dataset.id },
    })
    expect(await findDatasetByHash(db, dataset)).toEqual(dataset)
    expect(await findDatasetByHash(db, { dataHash: makeHash('other'), symbol: dataset.symbol })).toBeNull()
    await createDataset(db, makeDataset(bars, { dataHash: dataset.dataHash, symbol: 'OTHER' }), encodeBars(bars))
  })

  it('are stored by two processes at once', async () => {
    const db = await makeDatabase()
    await Promise.all([runProcess('./importProcess.ts', db, '25', 'ONE'), runProcess('./importProcess.ts', db, '25', 'TWO')])
    expect((await listDatasets(db, PAGE)).total).toBe(50)
  })

  it('are stored all or nothing', async () => {
    const db = await makeDatabase()
    const bars = { ...makeBars(20), volume: new Float64Array(3) }
    const dataset = makeDataset(bars)
    await createDataset(db, dataset, encodeBars(bars))
    await expect(loadBars(db, dataset.id)).rejects.toMatchObject({ code: 'database_corrupt' })

    const good = encodeBars(makeBars(20))
    const damaged = { ...good, chunks: [...good.chunks, { ...good.chunks[0]!, place: 'no such column' }] }
    await expect(createDataset(db, makeDataset(makeBars(20)), damaged)).rejects.toThrow()
    expect((await listDatasets(db, PAGE)).total).toBe(1)
    await expect(createDataset(db, makeDataset(makeBars(5)), encodeBars(makeBars(6)))).rejects.toMatchObject({ code: 'internal' })
  })

  it('hold panels: every instrument with the bars it has, missing bars kept as missing', async () => {
    const db = await makeDatabase()
    const panel = makeSyntheticUniverse({ seed: 7, pairs: 2, bars: 60 })
    const series = splitPanel(panel)
    const dataset = makePanelDataset(series, { survivorship: 'point_in_time' })
    await createDataset(db, dataset, encodePanel(series))
    expect(await getDataset(db, dataset.id)).toEqual(dataset)
    const loaded = await readPanelSeries(db, dataset)
    expect(loaded).toEqual(series)
    expect(hashPanel(alignPanel(loaded))).toBe(hashPanel(panel))
    await expect(loadBars(db, dataset.id)).rejects.toMatchObject({ code: 'invalid_input' })

    await db.run((knex) => knex('panel_chunks').where({ symbol: 'SYNTHETIC02' }).delete())
    await expect(readPanelSeries(db, dataset)).rejects.toMatchObject({ code: 'database_corrupt' })
    await deleteDataset(db, dataset.id)
    expect(await db.run((knex) => knex('panel_chunks').pluck('dataset_id'))).toEqual([])
  })

  it('may be described anew, their bars stay', async () => {
    const db = await makeDatabase()
    const bars = makeBars(20)
    const dataset = makeDataset(bars)
    await createDataset(db, dataset, encodeBars(bars))
    const facts = { name: 'Renamed', source: 'the desk', adjusted: false, survivorship: 'current_constituents' } as const
    await updateDataset(db, dataset.id, facts)
    expect(await getDataset(db, dataset.id)).toEqual({ ...dataset, ...facts })
    await expect(updateDataset(db, makeId(), facts)).rejects.toMatchObject({ code: 'not_found' })
  })

  it('name missing chunks instead of filling them up', async () => {
    const db = await makeDatabase()
    const bars = makeBars(20)
    const dataset = makeDataset(bars)
    await createDataset(db, dataset, encodeBars(bars))
    await db.run((knex) => knex('dataset_chunks').where({ column_name: 'low' }).delete())
    await expect(loadBars(db, dataset.id)).rejects.toMatchObject({ code: 'database_corrupt', details: { id: dataset.id } })
  })

  it('are listed, searched and sorted', async () => {
    const db = await makeDatabase()
    for (const [index, name] of ['beta', 'Alpha', 'gamma'].entries()) {
      const bars = makeBars(10 + index)
      await createDataset(db, makeDataset(bars, { name, symbol: `S${index}`, createdAtMs: 1_700_000_000_000 + index }), encodeBars(bars))
    }
    expect(await namesOf(db, {})).toEqual(['gamma', 'Alpha', 'beta'])
    expect(await namesOf(db, { sort: 'name', direction: 'asc' })).toEqual(['Alpha', 'beta', 'gamma'])
    expect(await namesOf(db, { sort: 'barCount', direction: 'asc' })).toEqual(['beta', 'Alpha', 'gamma'])
    expect(await namesOf(db, { search: 'S1' })).toEqual(['Alpha'])
  })

  it('stay while runs use them', async () => {
    const db = await makeDatabase()
    const parents = await storeRunParents(db)
    const ids = [await storeBacktest(db, parents), await storeBacktest(db, parents)]
    await expect(deleteDataset(db, parents.datasetId)).rejects.toMatchObject({
      code: 'conflict',
      details: { backtests: 2, sweeps: 0, validations: 0 },
    })
    expect(await countDatasetDependents(db, parents.datasetId)).toEqual({ backtests: 2, sweeps: 0, validations: 0, pipelines: 0 })
    for (const id of ids) await deleteBacktest(db, id)
    const sweep = await storeSweep(db, parents)
    await expect(deleteDataset(db, parents.datasetId)).rejects.toMatchObject({ code: 'conflict', details: { backtests: 0, sweeps: 1 } })
    await db.run((knex) => knex('sweeps').where({ id: sweep }).delete())
    await deleteDataset(db, parents.datasetId)
    await expect(getDataset(db, parents.datasetId)).rejects.toMatchObject({ code: 'not_found' })
    expect(await db.run((knex) => knex('dataset_chunks').pluck('dataset_id'))).toEqual([])
    await expect(deleteDataset(db, makeId())).rejects.toMatchObject({ code: 'not_found' })
  })
})
