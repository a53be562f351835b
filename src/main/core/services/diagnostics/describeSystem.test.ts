import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { openTestApplication } from '../../../../../tests/builders/openTestApplication.ts'

const PASSWORD = 'c0rrect horse/battery'

it('diagnostics tell what helps and hold no secret, wherever one was planted', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'aurelius-diagnostics-'))
  const application = await openTestApplication({
    connection: { dialect: 'sqlite', file: join(folder, 'work.sqlite') },
    password: PASSWORD,
    dataDirectory: folder,
    importSampleWhenEmpty: false,
    readLog: async () =>
      [
        `login failed with ${PASSWORD}`,
        `postgresql://quant:${encodeURIComponent(PASSWORD)}@db:5432/x`,
        'DB_PASSWORD=planted-1',
        'http://127.0.0.1:1/?token=planted-2',
        'a line worth reading',
      ].join('\n'),
  })
  try {
    const { text, fileName } = await application.client.system.diagnostics()
    const report: unknown = JSON.parse(text)
    expect(fileName).toBe('aurelius-diagnostics.json')
    expect(report).toMatchObject({
      version: '0.0.0-test',
      connection: { dialect: 'sqlite', file: join(folder, 'work.sqlite') },
      schema: { state: 'ready' },
      rows: { strategies: 0, backtests: 0 },
      log: expect.arrayContaining(['a line worth reading', 'DB_PASSWORD=***']),
    })
    for (const secret of [PASSWORD, encodeURIComponent(PASSWORD), 'planted-1', 'planted-2']) expect(text).not.toContain(secret)
  } finally {
    await application.close()
  }
})
