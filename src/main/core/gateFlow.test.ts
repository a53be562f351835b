import { expect, it } from 'vitest'
import type { GateResult, GateType } from '#shared/domain/gate.ts'
import { openTestApplication, waitForRun } from '../../../tests/builders/openTestApplication.ts'
import { SOUND_READINESS, storeSoundStrategy } from '../../../tests/builders/soundWorkspace.ts'
import { cleanUpLater, describeOnBothDialects, freshFolder, testServer } from '../../../tests/storage/dialects.ts'

const MONTH_MS = 30 * 86_400_000
const stateOf = ({ checks }: GateResult, id: string) => checks.find((check) => check.id === id)?.state

describeOnBothDialects('from a sound strategy to the product gate', (makeDatabase, dialect) => {
  it('passes every gate on stored evidence, and goes stale when the evidence grows', async () => {
    const { connection } = await makeDatabase({ migrated: true })
    const password = dialect === 'postgres' ? testServer().password : null
    const options = { connection, password, dataDirectory: await freshFolder(), importSampleWhenEmpty: false }
    const application = await openTestApplication(options)
    cleanUpLater(application.close)
    const { client } = application
    const { strategy, order, validation } = await storeSoundStrategy(client)
    const strategyId = strategy.id
    const judge = (gateType: GateType) => client.gates.run({ strategyId, gateType })
    const blockers = ({ checks }: GateResult) => checks.filter(({ blocking, state }) => blocking && /FAIL|NOT_RUN|STALE/.test(state))

    expect(stateOf(await judge('crv'), 'C1')).toBe('NOT_RUN')
    expect(blockers(await judge('dev'))).toEqual([])
    const crv = await judge('crv')
    expect(blockers(crv)).toEqual([])
    expect(crv).toMatchObject({ verdict: 'passed', stale: false, binding: { evidence: { 'the walk-forward': validation.id } } })
    expect(crv.checks.find(({ id }) => id === 'C5')?.value).toBe((validation.trialCount ?? 0) + 1)

    await client.readiness.save({ strategyId, draft: { ...SOUND_READINESS, revalidationDate: isoDate(Date.now() + 6 * MONTH_MS) } })
    const unreviewed = await judge('product')
    expect(blockers(unreviewed).map(({ id }) => id)).toEqual(dialect === 'sqlite' ? ['P4'] : ['P3', 'P4'])
    const note = await client.reviews.note({ strategyId, text: 'Costs look low.', isObjection: true })
    expect(stateOf(await judge('product'), 'P4')).toBe('FAIL')
    await client.reviews.resolve({ id: note.id, resolution: 'Doubled: still positive, see C20.' })
    const product = await judge('product')
    expect([stateOf(product, 'P6'), stateOf(product, 'P7'), stateOf(product, 'P23')]).toEqual(['PASS', 'PASS', 'PASS'])
    expect(product).toMatchObject(
      dialect === 'sqlite'
        ? { verdict: 'passed', productionReady: false, recommendation: expect.stringMatching(/unapproved/) }
        : { verdict: 'incomplete', productionReady: false },
    )
    expect((await client.readiness.scorecard({ strategyId })).score).toBeGreaterThan(85)

    await waitForRun(client, (await client.backtests.run({ ...order, settings: { ...order.settings, seed: 7 } })).id)
    const [row] = (await client.gates.board({})).items
    expect(row).toMatchObject({ dev: { stale: false }, crv: { stale: true, staleBecause: ['the number of trials changed'] } })
    expect(await judge('product')).toMatchObject({
      productionReady: false,
      checks: [{ id: 'P1', state: 'STALE' }, ...new Array(13).fill({})],
    })

    const [inForce] = await client.policies.list()
    const { version, ...draft } = inForce!.policy
    const stricter = { ...draft, crv: { ...draft.crv, minSharpe: 4.5 } }
    const { effects } = await client.policies.dryRun({ draft: stricter })
    expect(effects).toMatchObject([{ strategyId, gateType: 'crv', before: 'passed', after: 'failed', checks: [{ id: 'C12' }] }])
    await client.policies.save({ draft: stricter, reason: 'Only the best.', expectedVersion: version })
    await expect(client.policies.save({ draft, reason: 'No.', expectedVersion: version })).rejects.toMatchObject({ code: 'conflict' })
    expect(await client.gates.history({ strategyId, gateType: 'dev' })).toMatchObject([{ staleBecause: ['another policy is in force'] }])
  })
})

const isoDate = (instantMs: number) => new Date(instantMs).toISOString().slice(0, 10)
