import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isContractProcedure } from '@orpc/contract'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { contract } from '#shared/contract/contract.ts'
import { openTestApplication } from '../builders/openTestApplication.ts'
import { createAnonymiser } from './anonymise.ts'
import { asRestJson, openRest } from './restLine.ts'
import { recordTranscript, type TranscriptEntry } from './transcript.ts'
import { TRANSPORTS } from './transports.ts'

function proceduresOf(branch: object, path: readonly string[] = []): string[] {
  return Object.entries(branch).flatMap(([name, item]) =>
    isContractProcedure(item) ? [[...path, name].join('.')] : proceduresOf(item as object, [...path, name]),
  )
}

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'aurelius-contract-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

/** The same day at the desk over one transport, on a fresh database. */
async function transcriptOver({ name, open }: (typeof TRANSPORTS)[number]): Promise<readonly TranscriptEntry[]> {
  const dataDirectory = await mkdtemp(join(folder, `${name.replace(' ', '-')}-`))
  const connection = { dialect: 'sqlite' as const, file: join(dataDirectory, 'aurelius.sqlite') }
  const application = await openTestApplication({ connection, password: null, dataDirectory, importSampleWhenEmpty: false })
  const line = await open(application)
  try {
    const entries = await recordTranscript(line.client, join(dataDirectory, 'other.sqlite'))
    return entries.map(createAnonymiser(dataDirectory)) as readonly TranscriptEntry[]
  } finally {
    await line.close()
    await application.close()
  }
}

describe('the contract', () => {
  const [direct, ...wires] = TRANSPORTS
  let expected: readonly TranscriptEntry[]
  beforeAll(async () => {
    expected = await transcriptOver(direct!)
  })

  it('is called in full', () => {
    const called = new Set(expected.map(({ procedure }) => procedure))
    expect([...called].sort()).toEqual(proceduresOf(contract).sort())
  })

  it('refuses with codes of the closed list, a message and details', () => {
    const refusals = expected.filter(({ error }) => error !== undefined).map(({ procedure, error }) => `${procedure}: ${error?.code}`)
    expect(refusals).toEqual([
      'strategies.update: conflict',
      'strategies.create: invalid_input',
      'strategies.get: not_found',
      'strategies.list: invalid_input',
      'datasets.importCsv: data_invalid',
      'datasets.bars: not_found',
      'datasets.appendUpload: conflict',
      'datasets.previewUpload: invalid_input',
      'datasets.previewUpload: not_found',
      'datasets.resample: invalid_input',
      'backtests.cancel: invalid_transition',
      'backtests.resume: invalid_transition',
      'validations.run: invalid_input',
      'validations.cancel: invalid_transition',
      'validations.resume: invalid_transition',
      'robustness.resume: not_found',
      'robustness.cancel: not_found',
      'robustness.start: not_found',
      'sweeps.run: invalid_input',
      'sweeps.runTrial: invalid_input',
      'sweeps.pause: invalid_transition',
      'sweeps.resume: invalid_transition',
      'sweeps.cancel: invalid_transition',
      'pipelines.run: invalid_input',
      'pipelines.resume: invalid_transition',
      'pipelines.cancel: invalid_transition',
      'exports.document: not_found',
      'exports.pdf: unavailable',
      'exports.dragOut: unavailable',
      'waivers.grant: forbidden',
      'waivers.grant: invalid_input',
      'waivers.revoke: not_found',
      'approvals.approve: forbidden',
      'approvals.revoke: not_found',
      'backtests.run: forbidden',
      'holdouts.open: not_found',
      'connections.parseUrl: invalid_input',
      'connections.adopt: invalid_input',
      'profiles.save: conflict',
      'transfers.chooseFile: unavailable',
      'transfers.cancel: invalid_transition',
    ])
    expect(expected.find(({ error }) => error?.code === 'data_invalid')?.error?.details).toMatchObject({ line: 4 })
  })

  it('follows a run from pending to completed', () => {
    const watched = expected.find(({ procedure }) => procedure === 'backtests.watch')
    expect(watched?.output).toEqual(['pending', 'running', 'completed'])
  })

  it.each(wires)('gives the same answers over a $name', async (transport) => {
    const actual = await transcriptOver(transport)
    expect(actual.map(({ procedure }) => procedure)).toEqual(expected.map(({ procedure }) => procedure))
    for (const [index, entry] of actual.entries()) expect(entry).toEqual(expected[index])
  })

  it('gives the same answers over REST, columns of doubles as base64', async () => {
    const actual = await transcriptOver({ name: 'REST', open: openRest })
    expect(actual.map(({ procedure }) => procedure)).toEqual(expected.map(({ procedure }) => procedure))
    for (const [index, entry] of actual.entries()) expect(entry).toEqual(asRestJson(expected[index]))
  })
})
