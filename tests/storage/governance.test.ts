import { expect, it } from 'vitest'
import type { Database } from '#core/database/database.ts'
import { bindInstant } from '#core/database/dialect.ts'
import { createBacktest } from '#core/repositories/backtestRepository.ts'
import { deleteDataset } from '#core/repositories/datasetRepository.ts'
import { createGateResult } from '#core/repositories/gateResultRepository.ts'
import { createStrategy, updateStrategy } from '#core/repositories/strategyRepository.ts'
import { createSweep } from '#core/repositories/sweepRepository.ts'
import { createValidation } from '#core/repositories/validationRepository.ts'
import { listActiveWaivers } from '#core/repositories/waiverRepository.ts'
import { createApprovalService } from '#core/services/approvalService.ts'
import { BacktestService } from '#core/services/backtestService.ts'
import { createHoldoutService } from '#core/services/holdoutService.ts'
import { refuseLockedSince, respectHoldout } from '#core/services/respectHoldout.ts'
import { createReviewService } from '#core/services/reviewService.ts'
import { SweepService } from '#core/services/sweepService.ts'
import { ValidationService } from '#core/services/validationService.ts'
import { createWaiverService } from '#core/services/waiverService.ts'
import type { CheckResult, GateType } from '#shared/domain/gate.ts'
import type { Strategy } from '#shared/domain/strategy.ts'
import { makeCheck, makeGateResult } from '../builders/gateResults.ts'
import { makeId, NEW_YEAR_2024_MS } from '../builders/ids.ts'
import { makeNewBacktest } from '../builders/runs.ts'
import { storeRunParents } from '../builders/storedRuns.ts'
import { makeStrategy, makeStrategyDraft } from '../builders/strategies.ts'
import { makeNewSweep } from '../builders/sweeps.ts'
import { makeNewValidation } from '../builders/validations.ts'
import { colleagueOf, describeOnBothDialects } from './dialects.ts'

const DAY_MS = 86_400_000
const now = () => NEW_YEAR_2024_MS

const stamp = (db: Database, instantMs: number) => bindInstant(db.dialect, instantMs)

/** A strategy that `db`'s login has written, with gates judged as asked. */
async function storeJudged(db: Database, gates: readonly GateType[], checks?: CheckResult[]): Promise<Strategy & { datasetId: string }> {
  const { strategyId, datasetId } = await storeRunParents(db)
  const run = makeNewBacktest({ strategyId, datasetId }, { id: makeId() })
  await createBacktest(db, run)
  for (const gateType of gates) {
    await createGateResult(
      db,
      makeGateResult({ strategyId, backtestId: run.id }, { gateType, ...(checks === undefined ? {} : { checks }) }),
    )
  }
  return { ...makeStrategy({ id: strategyId }), datasetId }
}

const actionsOf = async (db: Database): Promise<string[]> => db.run((knex) => knex('audit_log').orderBy('seq').pluck('action'))

describeOnBothDialects('an approval', (makeDatabase) => {
  it('needs somebody else, with the role that somebody else gave, and gates that passed', async () => {
    const ada = await makeDatabase()
    const bob = await colleagueOf(ada)
    const strategy = await storeJudged(ada, ['dev', 'crv'])
    const [byAda, byBob] = [createApprovalService(ada, now), createApprovalService(bob, now)]
    const request = { strategyId: strategy.id, expectedVersion: 1, note: 'Read it all.' }

    await expect(byBob.approve(request)).rejects.toMatchObject({ code: 'forbidden', message: expect.stringContaining('role "approver"') })
    await expect(byBob.grantRole({ actor: bob.actor.name, role: 'approver' })).rejects.toMatchObject({ code: 'forbidden' })
    await byAda.grantRole({ actor: bob.actor.name, role: 'approver' })
    await byBob.grantRole({ actor: ada.actor.name, role: 'approver' })
    await expect(byAda.approve(request)).rejects.toMatchObject({
      code: 'forbidden',
      message: 'Nobody decides on what they wrote: ask somebody else who is neither author nor last editor of this version.',
    })
    await expect(byBob.approve({ ...request, expectedVersion: 2 })).rejects.toMatchObject({ code: 'conflict' })
    const approval = await byBob.approve(request)
    expect(await byAda.list(strategy.id)).toEqual([approval])
    expect(approval).toMatchObject({ approver: bob.actor.name, strategyVersion: 1, revokedAtMs: null })

    const unproven = await storeJudged(ada, ['dev'])
    await expect(byBob.approve({ ...request, strategyId: unproven.id })).rejects.toMatchObject({
      code: 'invalid_transition',
      message: expect.stringContaining('has not passed: crv gate'),
    })
    expect(await actionsOf(ada)).toEqual(['role.grant', 'role.grant', 'approval.give'])
  })

  it('is refused by the database to author and last editor, whatever program asks', async () => {
    const ada = await makeDatabase()
    const bob = await colleagueOf(ada)
    const { id } = await storeJudged(ada, [])
    await updateStrategy(bob, { id, expectedVersion: 1, draft: makeStrategyDraft({ author: '  Carol ' }), nowMs: NEW_YEAR_2024_MS })
    const approve = (approver: string, version: number) =>
      ada.run(async (knex) => {
        await knex('role_grants')
          .insert({ actor: approver, role: 'approver', granted_by: 'somebody', granted_at: stamp(ada, 0) })
          .onConflict()
          .ignore()
        await knex('approvals').insert({
          ...{ id: makeId(), strategy_id: id, strategy_version: version, approver, role: 'approver', note: '' },
          approved_at: stamp(ada, NEW_YEAR_2024_MS),
        })
      })
    await expect(approve(ada.actor.name, 1), 'the author').rejects.toMatchObject({ code: 'forbidden' })
    await expect(approve(ada.actor.name, 2), 'the author of the first version').rejects.toMatchObject({ code: 'forbidden' })
    await expect(approve(bob.actor.name, 2), 'the last editor').rejects.toMatchObject({ code: 'forbidden' })
    await expect(approve('carol', 2), 'the author by name').rejects.toMatchObject({ code: 'forbidden' })
    await approve('dora', 2)
    await ada.run((knex) => knex('strategy_versions').where({ strategy_id: id, version: 2 }).update({ edited_by: null }))
    await expect(approve('erik', 2), 'an editor nobody knows').rejects.toMatchObject({
      code: 'forbidden',
      message: expect.stringContaining('not recorded'),
    })
    for (const change of [{ approver: 'mallory' }, { strategy_version: 1 }]) {
      await expect(ada.run((knex) => knex('approvals').update(change))).rejects.toMatchObject({ code: 'forbidden' })
    }
    const selfGranted = { actor: 'x', role: 'approver', granted_by: 'x', granted_at: stamp(ada, 0) }
    await expect(ada.run((knex) => knex('role_grants').insert(selfGranted))).rejects.toMatchObject({ code: 'invalid_input' })
  })

  it('stands from its day until it is revoked', async () => {
    const ada = await makeDatabase()
    const bob = await colleagueOf(ada)
    const strategy = await storeJudged(ada, ['dev', 'crv'])
    await createApprovalService(ada, now).grantRole({ actor: bob.actor.name, role: 'approver' })
    const { id } = await createApprovalService(bob, now).approve({ strategyId: strategy.id, expectedVersion: 1, note: '' })
    const later = createApprovalService(ada, () => NEW_YEAR_2024_MS + 5 * DAY_MS)
    expect(await later.revoke(id)).toMatchObject({ revokedBy: ada.actor.name })
    await expect(later.revoke(id)).rejects.toMatchObject({ code: 'not_found' })
    const approvedOn = async (date: string) => (await later.asOf(date)).map((approval) => approval.strategyName)
    expect(await approvedOn('2023-12-31')).toEqual([])
    expect(await approvedOn('2024-01-01')).toEqual([strategy.name])
    expect(await approvedOn('2024-01-05')).toEqual([strategy.name])
    expect(await approvedOn('2024-01-06')).toEqual([])
    await later.revokeRole({ actor: bob.actor.name, role: 'approver' })
    expect(await later.roles()).toMatchObject([{ actor: bob.actor.name, revokedBy: ada.actor.name }])
  })
})

describeOnBothDialects('a waiver', (makeDatabase) => {
  const checks = [makeCheck({ id: 'C12', state: 'FAIL', waivable: true }), makeCheck({ id: 'C5', state: 'FAIL', waivable: false })]
  const request = { gateType: 'crv' as const, checkId: 'C12', reason: 'The edge is small by design.', days: 30 }

  it('is granted by somebody else for a check that was judged and can be waived', async () => {
    const ada = await makeDatabase()
    const bob = await colleagueOf(ada)
    const { id: strategyId } = await storeJudged(ada, ['crv'], checks)
    const byBob = createWaiverService(bob, now)
    await expect(createWaiverService(ada, now).grant({ ...request, strategyId })).rejects.toMatchObject({ code: 'forbidden' })
    await expect(byBob.grant({ ...request, strategyId, checkId: 'C5' })).rejects.toMatchObject({
      code: 'forbidden',
      message: expect.stringContaining('cannot be waived'),
    })
    await expect(byBob.grant({ ...request, strategyId, checkId: 'C99' })).rejects.toMatchObject({ code: 'invalid_transition' })
    const waiver = await byBob.grant({ ...request, strategyId })
    expect(await byBob.list(strategyId)).toEqual([waiver])
    const activeAt = (nowMs: number, strategyVersion = 1) => listActiveWaivers(ada, { strategyId, strategyVersion, nowMs })
    expect(await activeAt(NEW_YEAR_2024_MS + 30 * DAY_MS - 1)).toEqual([waiver])
    expect(await activeAt(NEW_YEAR_2024_MS + 30 * DAY_MS)).toEqual([])
    expect(await activeAt(NEW_YEAR_2024_MS, 2)).toEqual([])
    await byBob.revoke(waiver.id)
    expect(await activeAt(NEW_YEAR_2024_MS)).toEqual([])
    expect(await actionsOf(ada)).toEqual(['waiver.grant', 'waiver.revoke'])
  })

  it('lasts ninety days at most and stays as it was granted, says the database', async () => {
    const ada = await makeDatabase()
    const bob = await colleagueOf(ada)
    const { id: strategyId } = await storeJudged(ada, ['crv'], checks)
    const byBob = createWaiverService(bob, now)
    await expect(byBob.grant({ ...request, strategyId, days: 91 })).rejects.toMatchObject({
      code: 'invalid_input',
      message: expect.stringContaining('waivers_expiry'),
    })
    await byBob.grant({ ...request, strategyId, days: 90 })
    const longer = ada.run((knex) => knex('waivers').update({ expires_at: stamp(ada, NEW_YEAR_2024_MS + 91 * DAY_MS) }))
    await expect(longer).rejects.toMatchObject({ code: 'forbidden' })
  })
})

describeOnBothDialects('a review', (makeDatabase) => {
  it('keeps notes, and objections until they are answered', async () => {
    const db = await makeDatabase()
    const { id: strategyId } = await storeJudged(db, [])
    const reviews = createReviewService(db, now)
    const note = await reviews.note({ strategyId, text: 'Clear rules.', isObjection: false })
    const objection = await reviews.note({ strategyId, text: 'Costs look low.', isObjection: true })
    await expect(reviews.resolve({ id: note.id, resolution: 'Thanks.' })).rejects.toMatchObject({ code: 'not_found' })
    const resolved = await reviews.resolve({ id: objection.id, resolution: 'Doubled them; still positive.' })
    expect(resolved).toMatchObject({ resolvedBy: db.actor.name, resolution: 'Doubled them; still positive.' })
    await expect(reviews.resolve({ id: objection.id, resolution: 'Again.' })).rejects.toMatchObject({ code: 'not_found' })
    expect(await reviews.list(strategyId)).toEqual([resolved, note])
    expect(await actionsOf(db)).toEqual(['review.note', 'review.note', 'review.resolve'])
  })
})

describeOnBothDialects('a holdout', (makeDatabase) => {
  const lock = { startDate: '2024-01-15', endDate: null, reason: 'For the last look.' }
  const spec = (dates: { start_date?: string; end_date?: string }) => ({
    ...makeNewBacktest({ strategyId: makeId(), datasetId: makeId() }).spec,
    start_date: null,
    end_date: null,
    ...dates,
  })

  it('is locked once, for good, and keeps its dataset', async () => {
    const db = await makeDatabase()
    const { datasetId } = await storeRunParents(db)
    const holdouts = createHoldoutService(db, now)
    await expect(holdouts.lock({ ...lock, datasetId, startDate: '2031-01-01' })).rejects.toMatchObject({ code: 'data_out_of_range' })
    await expect(holdouts.lock({ ...lock, datasetId, endDate: '2024-01-10' })).rejects.toMatchObject({ code: 'invalid_input' })
    const holdout = await holdouts.lock({ ...lock, datasetId })
    expect(await holdouts.get(datasetId)).toEqual({ holdout, openings: [] })
    await expect(holdouts.lock({ ...lock, datasetId })).rejects.toMatchObject({ code: 'conflict' })
    await expect(db.run((knex) => knex('holdouts').update({ start_date: '2024-01-16' }))).rejects.toMatchObject({ code: 'forbidden' })
    await expect(deleteDataset(db, datasetId)).rejects.toMatchObject({ code: 'conflict' })
  })

  it('ends what leaves its end open before it, and refuses what reaches into it', async () => {
    const db = await makeDatabase()
    const { datasetId, strategyId } = await storeRunParents(db)
    const holdout = await createHoldoutService(db, now).lock({ ...lock, datasetId })
    const dataset = { id: datasetId, name: 'S&P 500', firstTimeMs: Date.parse('2024-01-02'), lastTimeMs: Date.parse(holdout.endDate) }
    const strategy = { id: strategyId, version: 1 }
    const read = (dates: { start_date?: string; end_date?: string }) => respectHoldout(db, { strategy, dataset, spec: spec(dates) })
    expect(await read({})).toMatchObject({ end_date: '2024-01-14' })
    expect(await read({ end_date: '2024-01-14' })).toMatchObject({ end_date: '2024-01-14' })
    for (const dates of [{ end_date: '2024-01-15' }, { start_date: '2024-01-15' }, { start_date: '2024-01-16', end_date: '2024-01-17' }]) {
      await expect(read(dates), JSON.stringify(dates)).rejects.toMatchObject({ code: 'forbidden', details: { startDate: '2024-01-15' } })
    }
  })

  it('stops what was begun before it was locked from going on into it', async () => {
    const db = await makeDatabase()
    const { datasetId, strategyId } = await storeRunParents(db)
    await createHoldoutService(db, now).lock({ ...lock, datasetId })
    const goOn = (dates: { start_date?: string; end_date?: string }) =>
      refuseLockedSince(db, { strategyId, strategyVersion: 1, datasetId, spec: spec(dates) })
    await expect(goOn({})).rejects.toMatchObject({ code: 'forbidden', message: expect.stringContaining('Start it anew') })
    await expect(goOn({ end_date: '2024-01-15' })).rejects.toMatchObject({ code: 'forbidden' })
    await expect(goOn({ end_date: '2024-01-14' })).resolves.toBeUndefined()

    const parents = { strategyId, datasetId }
    const [run, validation, sweep] = [makeNewBacktest(parents), makeNewValidation(parents), makeNewSweep(parents)]
    await createBacktest(db, run)
    await createValidation(db, validation)
    await createSweep(db, sweep)
    const unused = null as never
    const parts = { db, now, queue: unused, pool: unused, events: unused, backtests: unused, running: unused }
    const locked = { code: 'forbidden', details: { startDate: '2024-01-15' } }
    await expect(new BacktestService(parts).resume(run.id)).rejects.toMatchObject(locked)
    await expect(new ValidationService(parts).resume(validation.id)).rejects.toMatchObject(locked)
    await expect(new SweepService(parts).resume(sweep.id)).rejects.toMatchObject(locked)
  })

  it('is opened once for a family of rules, by a version that is frozen, and only that version reads on', async () => {
    const db = await makeDatabase()
    const { datasetId, strategyId } = await storeRunParents(db)
    const holdouts = createHoldoutService(db, now)
    const { endDate } = await holdouts.lock({ ...lock, datasetId })
    const look = { datasetId, strategyId, reason: 'Final look.' }
    await expect(holdouts.open(look)).rejects.toMatchObject({ code: 'invalid_transition', message: expect.stringContaining('not frozen') })
    await db.run((knex) => knex('strategies').update({ status: 'dev' }))
    await holdouts.open(look)
    await expect(holdouts.open(look)).rejects.toMatchObject({ code: 'conflict', message: expect.stringContaining('looks once') })
    const clone = makeStrategy({ id: makeId(), status: 'dev' })
    await createStrategy(db, clone)
    await expect(holdouts.open({ ...look, strategyId: clone.id })).rejects.toMatchObject({ code: 'conflict' })

    const dataset = { id: datasetId, name: 'S&P 500', firstTimeMs: Date.parse('2024-01-02'), lastTimeMs: Date.parse(endDate) }
    const read = (strategy: { id: string; version: number }) =>
      respectHoldout(db, { strategy, dataset, spec: spec({ start_date: '2024-01-15' }) })
    expect(await read({ id: strategyId, version: 1 })).toMatchObject({ start_date: '2024-01-15' })
    await expect(read({ id: strategyId, version: 2 })).rejects.toMatchObject({ code: 'forbidden' })
    await expect(read({ id: clone.id, version: 1 })).rejects.toMatchObject({ code: 'forbidden' })
    expect(await actionsOf(db)).toEqual(['holdout.lock', 'holdout.open'])
  })
})
