import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openDatabase } from '#core/database/database.ts'
import { aureliusHere, makeFolder, SP500_FILE } from './aurelius.ts'

const OTHER_ID = '01890000-0000-7000-8000-000000000402'

/** The same test once more, as a program leaves it that was killed at a quarter. */
async function leaveInterrupted(file: string, id: string): Promise<void> {
  const db = await openDatabase({ dialect: 'sqlite', file }, { appVersion: 'tests', password: null })
  const row = await db.run((knex) => knex('robustness_jobs').where({ id }).first())
  const changes = { status: 'interrupted', progress: 0.25, created_at: row.created_at + 1000 }
  await db.run((knex) => knex('robustness_jobs').insert({ ...row, ...changes, id: OTHER_ID }))
  await db.close()
}

describe('aurelius robustness', () => {
  it('tests a stored run, shows the same again, and says how to name one', async () => {
    const folder = makeFolder()
    const workspace = ['--db', join(folder, 'desk.sqlite'), '--data-dir', folder]
    const json = async (...args: string[]) => {
      const { exitCode, stdout, stderr } = await aureliusHere([...args, ...workspace, '--json'])
      expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' })
      return JSON.parse(stdout)
    }
    await json('datasets', 'import', SP500_FILE, '--symbol', 'SPX')
    const [strategy] = await json('strategies', 'generate', '--goal', 'follow long trends', '--max', '1', '--save')
    const run = await json('backtests', 'run', '--strategy', strategy.id, '--commission', '0.001')
    const name = ['--backtest', run.id]
    expect(await json('robustness', 'show', ...name)).toBeNull()

    const test = await json('robustness', 'run', ...name, '--paths', '1000', '--draws', '10', '--seed', '7')
    expect(test).toMatchObject({ subject: { kind: 'backtest', id: run.id }, result: { seed: 7, droppedTrades: { draws: 10 } } })
    expect(test.result.base.totalReturn).toBeCloseTo(run.totalReturn, 10)
    expect(await json('robustness', 'show', ...name)).toEqual(test)

    const { stdout } = await aureliusHere(['robustness', 'show', ...name, ...workspace])
    expect(stdout).toMatch(/^METHOD +PATHS[\s\S]*block-bootstrap +1000[\s\S]*Breaks even at[\s\S]*seed 7/)
    await leaveInterrupted(workspace[1]!, test.id)
    const { stdout: told } = await aureliusHere(['robustness', 'show', ...name, ...workspace])
    expect(told).toContain(`interrupted at 25%. Run them again: aurelius robustness resume --backtest ${run.id}`)
    expect(await json('robustness', 'show', ...name)).toEqual(test)
    const resumed = await json('robustness', 'resume', ...name)
    expect(resumed).toMatchObject({ id: OTHER_ID, result: test.result })
    expect(await json('robustness', 'show', ...name)).toEqual(resumed)
    expect((await aureliusHere(['robustness', 'resume', ...name, ...workspace])).stderr).toMatch(/completed run cannot become pending/)

    const refused = async (...args: string[]) => (await aureliusHere(['robustness', 'run', ...args, ...workspace])).stderr
    expect(await refused()).toMatch(/either --backtest <id> or --validation <id>/)
    expect(await refused(...name, '--matrix')).toMatch(/only be varied for a validation/)
  })
})
