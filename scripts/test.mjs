// `npm test`: every test under one runner, then one closing line. Arguments go to vitest: `npm test -- --project unit`.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { ensureFreshBuild } from './freshBuild.mjs'
import { requireRecentNode } from './nodePreflight.mjs'

const root = resolve(import.meta.dirname, '..')

await requireRecentNode(import.meta.filename)

const scratch = mkdtempSync(join(tmpdir(), 'aurelius-tally-'))
const tallyFile = join(scratch, 'tally.json')

const exitCode = runTests()
const tally = readTally()
rmSync(scratch, { recursive: true, force: true })
report(tally)
process.exitCode = exitCode === 0 && tally.failed === 0 && tally.passed > 0 ? 0 : 1

function runTests() {
  if (!ensureFreshBuild()) return 1
  const vitest = resolve(root, 'node_modules/vitest/vitest.mjs')
  const run = spawnSync(process.execPath, [vitest, 'run', ...process.argv.slice(2)], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, AURELIUS_TALLY_FILE: tallyFile },
  })
  return run.status ?? 1
}

/** No tally means that the runner itself broke down: one failure. */
function readTally() {
  try {
    return JSON.parse(readFileSync(tallyFile, 'utf8'))
  } catch {
    return { passed: 0, failed: 1, skipped: [] }
  }
}

function report({ passed, failed, skipped }) {
  if (skipped.length > 0) console.log('Skipped:')
  for (const { name, reason } of skipped) console.log(`  ${name}: ${reason}`)
  console.log(`${passed} passed, ${failed} failed${skipped.length > 0 ? `, ${skipped.length} skipped` : ''}`)
}
