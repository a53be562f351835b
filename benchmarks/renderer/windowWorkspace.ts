import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { glob, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Database, openDatabase } from '#core/database/database.ts'
import { createStrategy } from '#core/repositories/strategyRepository.ts'
import { makeId } from '../../tests/builders/ids.ts'
import { makeStrategy } from '../../tests/builders/strategies.ts'
import { aurelius, type Place, ROOT } from './builtApp.ts'
import { copyRows } from './copyRows.ts'
import { writeMinuteBars } from './minuteBars.ts'

export const STRATEGIES = 10_000
export const RUNS = 50_000
/** Runs that keep their curve, the newest: what lists show does not depend on curves, which would fill gigabytes. */
const RUNS_WITH_CURVES = 1_000
const MINUTE_BARS = 700_000
/** Twenty minutes apart, the runs cover almost two years. */
const RUN_EVERY_MS = 20 * 60_000

export interface WindowWorkspace extends Place {
  /** A run with more than 100,000 trades. */
  readonly busyRun: { readonly id: string; readonly trades: number }
  readonly minuteStrategyId: string
  readonly minuteDatasetId: string
}

/** Opens the workspace of 10,000 strategies and 50,000 runs, made once for each schema and kept in the temporary folder. */
export async function openWindowWorkspace(say: (line: string) => void): Promise<WindowWorkspace> {
  const folder = join(tmpdir(), `aurelius-bench-window-${await schemaKey()}`)
  const description = join(folder, 'workspace.json')
  if (!existsSync(description)) {
    say(`Making ${STRATEGIES} strategies and ${RUNS} runs in ${folder}`)
    const unfinished = `${folder}-${process.pid}`
    await mkdir(unfinished, { recursive: true })
    try {
      await makeWorkspace({ folder: unfinished, database: join(unfinished, 'window.sqlite') })
      await rm(folder, { recursive: true, force: true })
      await rename(unfinished, folder)
    } finally {
      await rm(unfinished, { recursive: true, force: true })
    }
  }
  const made = JSON.parse(await readFile(description, 'utf8')) as Omit<WindowWorkspace, keyof Place>
  return { ...made, folder, database: join(folder, 'window.sqlite') }
}

/** Changes with the migrations and with what is made here. */
async function schemaKey(): Promise<string> {
  const hash = createHash('sha256')
  const files: string[] = [join(ROOT, 'benchmarks/renderer/windowWorkspace.ts')]
  for await (const file of glob('migrations/**/*.ts', { cwd: ROOT })) files.push(join(ROOT, file))
  for (const file of files.toSorted()) hash.update(await readFile(file))
  return hash.digest('hex').slice(0, 12)
}

async function makeWorkspace(place: Place): Promise<void> {
  await aurelius(place, 'demo')
  const templates = await aurelius<{ id: string; strategyId: string }[]>(place, 'backtests', 'list')
  const busy = await makeBusyRun(place)
  const database = await openDatabase({ dialect: 'sqlite', file: place.database }, { appVersion: 'bench' })
  try {
    await copyTemplates(database, templates)
  } finally {
    await database.close()
  }
  await writeFile(join(place.folder, 'workspace.json'), JSON.stringify(busy))
}

/** A quick strategy on minutes, which trades at every sixth bar or so. */
async function makeBusyRun(place: Place): Promise<Omit<WindowWorkspace, keyof Place>> {
  const csv = join(place.folder, 'minutes.csv')
  await writeMinuteBars(csv, MINUTE_BARS)
  const dataset = await aurelius<{ id: string }>(place, 'datasets', 'import', csv, '--name', 'Minutes', '--symbol', 'MIN')
  await rm(csv)
  const strategy = makeStrategy({ id: makeId(), name: 'Minute crosses', parameters: { fast: 2, slow: 3 } })
  const database = await openDatabase({ dialect: 'sqlite', file: place.database }, { appVersion: 'bench' })
  await createStrategy(database, strategy).finally(() => database.close())
  const on = ['--strategy', strategy.id, '--dataset', dataset.id]
  const { id, totalTrades } = await aurelius<{ id: string; totalTrades: number }>(place, 'backtests', 'run', ...on)
  if (totalTrades < 100_000) throw new Error(`${totalTrades} trades are too few for the table of 100,000`)
  return { busyRun: { id, trades: totalTrades }, minuteStrategyId: strategy.id, minuteDatasetId: dataset.id }
}

const strategyId = (index: string) => `printf('00000000-0000-7000-8000-%012x', ${index})`
const runId = (index: string) => `printf('11111111-0000-7000-8000-%012x', ${index})`
const gateId = (index: string) => `printf('22222222-0000-7000-8000-%012x', ${index})`
/** Spread over [0, 1), the same on every machine. */
const spread = (index: string, step: number) => `((${index} * ${step}) % 9973) / 9973.0`

/** Turns the runs of the demo into many: the rows of one template are copied with names, dates and figures of their own. */
async function copyTemplates(database: Database, templates: readonly { id: string; strategyId: string }[]): Promise<void> {
  const now = Date.now()
  const ageOf = (index: string) => `${now} - ${index} * ${RUN_EVERY_MS}`
  for (const [offset, { id, strategyId: template }] of templates.entries()) {
    const every = { step: templates.length, offset }
    const row = 'n.i'
    const created = { name: `source.name || ' #' || ${row}`, created_at: ageOf(row) }
    const strategies = { ...every, count: STRATEGIES, where: `source.id = '${template}'` }
    await copyRows(database, 'strategies', { ...strategies, changes: { ...created, id: strategyId(row), updated_at: ageOf(row) } })
    const versions = { ...strategies, where: `source.strategy_id = '${template}'` }
    await copyRows(database, 'strategy_versions', { ...versions, changes: { ...created, strategy_id: strategyId(row) } })
    const runs = { ...every, count: RUNS, where: `source.id = '${id}'`, changes: runChanges(row, ageOf(row)) }
    await copyRows(database, 'backtests', runs)
    const curves = { ...every, count: RUNS_WITH_CURVES, where: `source.backtest_id = '${id}'` }
    await copyRows(database, 'backtest_artifacts', { ...curves, changes: { backtest_id: runId(row) } })
    const judged = { strategy_id: strategyId(row), backtest_id: runId(row), timestamp: ageOf(row) }
    const gates = { ...every, count: STRATEGIES, where: `source.gate_type = 'dev'`, changes: { ...judged, id: gateId(row) } }
    await copyRows(database, 'gate_results', { ...gates, where: `${gates.where} AND source.id NOT LIKE '22222222-%'` })
  }
}

/** One run in a hundred was interrupted, the others completed. */
function runChanges(row: string, at: string): Record<string, string> {
  return {
    id: runId(row),
    strategy_id: strategyId(`${row} % ${STRATEGIES}`),
    status: `CASE WHEN ${row} % 101 = 0 THEN 'interrupted' ELSE 'completed' END`,
    total_return: `3 * ${spread(row, 7919)} - 1`,
    cagr: `0.5 * ${spread(row, 6151)} - 0.2`,
    sharpe_ratio: `4 * ${spread(row, 3571)} - 1.5`,
    max_drawdown: `-${spread(row, 4507)}`,
    total_trades: `1 + ${row} % 400`,
    created_at: at,
    started_at: at,
    completed_at: at,
  }
}
