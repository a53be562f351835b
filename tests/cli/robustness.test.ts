import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { aureliusHere, makeFolder, SP500_FILE } from './aurelius.ts'

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
    const refused = async (...args: string[]) => (await aureliusHere(['robustness', 'run', ...args, ...workspace])).stderr
    expect(await refused()).toMatch(/either --backtest <id> or --validation <id>/)
    expect(await refused(...name, '--matrix')).toMatch(/only be varied for a validation/)
  })
})
