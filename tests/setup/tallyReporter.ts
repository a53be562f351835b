import { writeFileSync } from 'node:fs'
import type { Reporter, SerializedError, TestModule, TestSuite } from 'vitest/node'

export interface Tally {
  readonly passed: number
  readonly failed: number
  readonly skipped: readonly { readonly name: string; readonly reason: string }[]
}

/**
 * Counts over all projects. A module that does not import, a hook that throws and an error outside any test
 * are failures too: a suite that could not run has not passed.
 */
export function tally(modules: readonly TestModule[], unhandledErrors: readonly unknown[]): Tally {
  const counts = { passed: 0, failed: unhandledErrors.length, skipped: [] as { name: string; reason: string }[] }
  for (const module of modules) {
    const owners: (TestModule | TestSuite)[] = [module, ...module.children.allSuites()]
    counts.failed += owners.filter((owner) => owner.errors().length > 0).length
    for (const test of module.children.allTests()) {
      const result = test.result()
      if (result.state === 'passed') counts.passed++
      else if (result.state === 'failed') counts.failed++
      else {
        const reason = (result.state === 'skipped' && result.note) || 'it did not run'
        counts.skipped.push({ name: `${module.relativeModuleId} > ${test.fullName}`, reason })
      }
    }
  }
  return counts
}

/** Leaves the counts where `npm test` finds them, in the file named by AURELIUS_TALLY_FILE. */
export default class TallyReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly SerializedError[]): void {
    const file = process.env['AURELIUS_TALLY_FILE']
    if (file !== undefined) writeFileSync(file, JSON.stringify(tally(modules, unhandledErrors)))
  }
}
