import type { CheckResult, ForeignReplay } from '#shared/domain/gate.ts'
import type { Gathered } from '../evidence/gathered.ts'
import type { FreshReplayEvidence } from '../evidence/replay.ts'
import { type CheckDefinition, conclude, exactly, notRun } from './conclude.ts'

const D2: CheckDefinition = {
  id: 'D2',
  title: 'Replay in a fresh process',
  blocking: true,
  waivable: false,
  unit: 'count',
  source: 'run',
}
/** Blocks from the moment on that there is a replay to compare with. */
const D3: CheckDefinition = {
  id: 'D3',
  title: 'Replay on another platform',
  blocking: false,
  waivable: true,
  unit: 'count',
  source: 'run',
}

/** D2: a process that shares nothing with this one gives the stored ledger. */
export function checkFreshReplay({ value, missing }: Gathered<FreshReplayEvidence>): CheckResult {
  const threshold = exactly(1)
  if (value === null) return notRun(D2, { reason: missing, threshold })
  const isEqual = value.freshHash === value.storedHash
  return conclude(D2, {
    state: isEqual ? 'PASS' : 'FAIL',
    value: Number(isEqual),
    threshold,
    summary: isEqual ? 'A fresh process gave the stored ledger.' : 'A fresh process gave another ledger than the stored one.',
    action: 'Look for state that outlives a run: caches, clocks, unseeded randomness.',
    evidence: [
      { label: 'Hash of the stored ledger', value: value.storedHash },
      { label: 'Hash from the fresh process', value: value.freshHash },
    ],
  })
}

/** What D3 compares: the stored ledger's hash and what others supplied. */
export interface PlatformEvidence {
  readonly platform: string
  readonly storedHash: string
  readonly foreign: readonly ForeignReplay[]
}

/** D3: the same run on another operating system or processor gives the same ledger; nobody supplied one is NOT_RUN. */
export function checkPlatforms({ value, missing }: Gathered<PlatformEvidence>): CheckResult {
  const threshold = exactly(0)
  if (value === null) return notRun(D3, { reason: missing, threshold })
  const others = value.foreign.filter(({ platform }) => platform !== value.platform)
  if (others.length === 0) {
    return notRun(D3, {
      reason: `no replay from another platform than ${value.platform} was supplied`,
      threshold,
      action: 'Run the same specification on the same data elsewhere and supply its stats.json: aurelius gates supply-replay.',
    })
  }
  const different = others.filter(({ ledgerHash }) => ledgerHash !== value.storedHash)
  return conclude(
    { ...D3, blocking: true },
    {
      state: different.length === 0 ? 'PASS' : 'FAIL',
      value: different.length,
      threshold,
      summary:
        different.length === 0
          ? `The same ledger on ${[...new Set(others.map(({ platform }) => platform))].join(', ')}.`
          : `Another ledger on ${different.map(({ platform }) => platform).join(', ')}.`,
      action: 'Compare the two ledgers row by row: the first different row names the operation that is not portable.',
      evidence: [
        { label: `Here, ${value.platform}`, value: value.storedHash },
        ...others.map(({ platform, ledgerHash }) => ({ label: platform, value: ledgerHash })),
      ],
    },
  )
}
