import type { GatePolicy } from '#shared/domain/gatePolicy.ts'
import type { RunLedger } from '#shared/domain/ledger.ts'
import { gatherCrvEvidence } from '../gatherEvidence.ts'
import { knownGoodRun } from './knownGoodRun.ts'
import type { NegativeControl } from './negativeControl.ts'
import { syntheticLedger } from './syntheticLedger.ts'

const BARS = 500
const returnsOf = (value: (i: number) => number) => Float64Array.from({ length: BARS }, (_, i) => value(i))
const profits = (count: number, profit: number) => new Float64Array(count).fill(profit)

/** One lucky trade and a plausible curve. */
const ONE_TRADE_WONDER = syntheticLedger({ returns: returnsOf((i) => (i % 2 ? 0.011 : -0.01)), tradeProfits: profits(1, 50_000) })
/** A loss of about 90 % in the second half, in small daily steps. */
const STEADY_LOSER = syntheticLedger({ returns: returnsOf((i) => (i % 2 ? 0.01 : -0.03)), tradeProfits: profits(120, -500) })
/** A gain on nearly every day: an annual Sharpe ratio above 100. */
const MONEY_MACHINE = syntheticLedger({ returns: returnsOf((i) => (i % 2 ? 0.0011 : 0.0009)), tradeProfits: profits(120, 500) })

const FAILURES: readonly { readonly checkId: string; readonly name: string; readonly ledger: RunLedger }[] = [
  { checkId: 'C4', name: 'a one-trade wonder', ledger: ONE_TRADE_WONDER },
  { checkId: 'C6', name: 'a steady loser', ledger: STEADY_LOSER },
  { checkId: 'C12', name: 'a steady loser', ledger: STEADY_LOSER },
  { checkId: 'C16', name: 'a steady loser', ledger: STEADY_LOSER },
  { checkId: 'C26', name: 'a steady loser', ledger: STEADY_LOSER },
  { checkId: 'C24', name: 'an implausible Sharpe ratio', ledger: MONEY_MACHINE },
]

export function crvControls(policy: GatePolicy): NegativeControl[] {
  const good = knownGoodRun()
  const evidenceOf = (ledger: RunLedger) => gatherCrvEvidence({ ...good, stored: { ...good.stored, ledger } }, { policy })
  const failures = FAILURES.map(({ checkId, name, ledger }) => ({ checkId, name, expected: 'FAIL' as const, evidence: evidenceOf(ledger) }))
  const sameBar = { checkId: 'C32', name: 'fills at the close that decided them', expected: 'WARN' as const }
  return [...failures, { ...sameBar, evidence: evidenceOf(fillAtDecision(good.stored.ledger)) }]
}

function fillAtDecision(ledger: RunLedger): RunLedger {
  return { ...ledger, fills: { ...ledger.fills, bar: ledger.fills.decisionBar } }
}
