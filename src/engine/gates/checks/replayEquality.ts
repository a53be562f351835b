import type { CheckResult } from '#shared/domain/gate.ts'
import type { DevPolicy } from '#shared/domain/gatePolicy.ts'
import type { Gathered } from '../evidence/gathered.ts'
import type { LedgerDivergence } from '../evidence/ledgerDivergence.ts'
import type { ReplayEvidence } from '../evidence/replay.ts'
import { type CheckDefinition, conclude, exactly, notRun } from './conclude.ts'

const D1: CheckDefinition = { id: 'D1', title: 'Replay equality', blocking: true, waivable: false, unit: 'count', source: 'run' }

/** D1: every repetition gives the stored ledger, row by row, under the hash the run claims. */
export function checkReplayEquality({ value: evidence, missing }: Gathered<ReplayEvidence>, { replays }: DevPolicy): CheckResult {
  const threshold = exactly(replays)
  if (evidence === null) return notRun(D1, { reason: missing, threshold })
  const { claimedHash, storedHash } = evidence
  const equal = evidence.replays.filter(({ ledgerHash, divergence }) => ledgerHash === storedHash && divergence === null).length
  const isIntact = claimedHash === storedHash
  const divergence = evidence.replays.find((replay) => replay.divergence !== null)?.divergence ?? null
  return conclude(D1, {
    state: isIntact && equal === replays ? 'PASS' : 'FAIL',
    value: equal,
    threshold,
    summary: isIntact
      ? `${equal} of ${replays} replays gave the stored ledger${divergence ? `; the first difference is in ${placeOf(divergence)}` : ''}.`
      : `The stored ledger does not have the hash the run claims; ${equal} of ${replays} replays gave the stored ledger.`,
    action: 'Run the backtest again with this engine; if replays still differ, look for unseeded randomness or edited records.',
    evidence: [
      { label: 'Claimed ledger hash', value: claimedHash ?? 'missing' },
      { label: 'Hash of the stored ledger', value: storedHash },
      ...evidence.replays.map(({ ledgerHash }, i) => ({ label: `Replay ${i + 1}`, value: ledgerHash })),
      ...(divergence === null ? [] : [{ label: `First divergent row: ${placeOf(divergence)}`, value: differenceOf(divergence) }]),
    ],
  })
}

const placeOf = ({ group, row, column }: LedgerDivergence) => `${group} row ${row}, ${column}`
const differenceOf = ({ stored, replayed }: LedgerDivergence) => `stored ${stored ?? 'nothing'}, replayed ${replayed ?? 'nothing'}`
