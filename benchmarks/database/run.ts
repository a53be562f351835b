import { writeFile } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { parseArgs } from 'node:util'
import { loadOf, storeLoad } from './load.ts'
import { curvesMix, runMix, smallMix } from './mix.ts'
import { measureDriver, measureOperations, operationsOn } from './operations.ts'
import { openWorkbench, type Workbench } from './workbench.ts'

/*
 * How fast the database layer is: npm run bench:db -- [--url URL] [--json FILE] [--scale 1] [--samples 300] [--seconds 10]
 * Stores the load, times each operation, lets fifty clients work at once, makes a backup and restores it. Prints JSON.
 */

const { values } = parseArgs({
  options: {
    url: { type: 'string' },
    json: { type: 'string' },
    scale: { type: 'string', default: '1' },
    samples: { type: 'string', default: '300' },
    seconds: { type: 'string', default: '10' },
  },
})
const [scale, samples, seconds] = [Number(values.scale), Number(values.samples), Number(values.seconds)]

/** Progress goes to standard error: standard output is the result. */
const say = (line: string) => process.stderr.write(`${line}\n`)

async function measureAll({ db, storeBytes, backUpAndRestore }: Workbench) {
  const load = loadOf(scale)
  say(`Storing ${load.strategies} strategies, ${load.backtests} runs, ${load.validations} validations and ${load.gateResults} gate results`)
  const loadStartedAt = performance.now()
  const ids = await storeLoad(db, load)
  const loadSeconds = (performance.now() - loadStartedAt) / 1000
  const storedBytes = await storeBytes()

  say('Timing each operation')
  const all = operationsOn(db, ids)
  const operations = await measureOperations(all, samples)
  const driver = await measureDriver(db, ids, samples)
  say('Fifty clients at once')
  const mix = { small: await runMix(smallMix(all), seconds), withCurves: await runMix(curvesMix(all), seconds) }
  say('Backup and restore')
  const transfer = await backUpAndRestore()
  const machine = { node: process.version, platform: process.platform, processors: availableParallelism() }
  const database = { dialect: db.dialect, version: db.serverVersion }
  return {
    measuredAt: new Date().toISOString(),
    machine,
    database,
    scale,
    load,
    loadSeconds,
    storedBytes,
    operations,
    driver,
    mix,
    ...transfer,
  }
}

const workbench = await openWorkbench(values.url ?? null)
try {
  const result = `${JSON.stringify(await measureAll(workbench), null, 2)}\n`
  if (values.json !== undefined) await writeFile(values.json, result)
  process.stdout.write(result)
} finally {
  await workbench.close()
}
