import type { RunLedger } from '#shared/domain/ledger.ts'
import { hashLedger } from '../../identity/hashLedger.ts'
import { firstDivergence, type LedgerDivergence } from './ledgerDivergence.ts'

/** One repetition of the run beside the stored one. */
interface Replay {
  readonly ledgerHash: string
  /** The first row that differs from the stored ledger; null when none does. */
  readonly divergence: LedgerDivergence | null
}

export interface ReplayEvidence {
  /** The hash the stored identity claims; null without one. */
  readonly claimedHash: string | null
  /** The hash of the stored ledger as it is now. */
  readonly storedHash: string
  readonly replays: readonly Replay[]
}

/** Compares repetitions of a run with its stored ledger, row by row and by hash. */
export function compareReplays(stored: RunLedger, claimedHash: string | null, replayed: readonly RunLedger[]): ReplayEvidence {
  return {
    claimedHash,
    storedHash: hashLedger(stored),
    replays: replayed.map((ledger) => ({ ledgerHash: hashLedger(ledger), divergence: firstDivergence(stored, ledger) })),
  }
}

/** A replay in another process beside the stored ledger. */
export interface FreshReplayEvidence {
  readonly storedHash: string
  readonly freshHash: string
}
