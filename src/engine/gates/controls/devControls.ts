import type { GatePolicy } from '#shared/domain/gatePolicy.ts'
import type { RunLedger } from '#shared/domain/ledger.ts'
import { runBacktest } from '../../simulator/runBacktest.ts'
import { type GateSubject, gatherDevEvidence, type StoredRun } from '../gatherEvidence.ts'
import { type CompleteSubject, knownGoodRun, runOfOtherParameters } from './knownGoodRun.ts'
import type { NegativeControl } from './negativeControl.ts'

interface Tampering {
  readonly checkId: string
  readonly name: string
  readonly tamper: (subject: CompleteSubject) => GateSubject
}

const TAMPERINGS: readonly Tampering[] = [
  {
    checkId: 'D1',
    name: 'a stored run that its replay does not repeat',
    tamper: (subject) => ({ ...subject, stored: runOfOtherParameters().stored }),
  },
  {
    checkId: 'D4',
    name: 'an identity without its ledger hash',
    tamper: (subject) => withStored(subject, { identity: { ...subject.stored.identity, ledger_hash: '' } }),
  },
  { checkId: 'D5', name: 'a stored return a millionth too high', tamper: raiseReturn },
  { checkId: 'D6', name: 'a cent more cash at one bar', tamper: (subject) => withLedger(subject, addCent(subject.stored.ledger)) },
  {
    checkId: 'D7',
    name: 'a fill before its decision',
    tamper: (subject) => withLedger(subject, decideAfterFill(subject.stored.ledger)),
  },
  { checkId: 'D8', name: 'a run that knew the next close', tamper: peekAhead },
  { checkId: 'D11', name: 'two bars of one time', tamper: duplicateTime },
  {
    checkId: 'D14',
    name: 'a run that trades for free',
    tamper: (subject) => ({ ...subject, spec: { ...subject.spec, cost_model: { type: 'zero' } } }),
  },
  { checkId: 'D17', name: 'a run over a tenth of its dates', tamper: (subject) => withLedger(subject, keepTenth(subject.stored.ledger)) },
]

export function devControls(policy: GatePolicy): NegativeControl[] {
  const good = knownGoodRun()
  return TAMPERINGS.map(({ checkId, name, tamper }) => ({
    checkId,
    name,
    expected: 'FAIL',
    evidence: gatherDevEvidence(tamper(good), { policy }),
  }))
}

function withStored(subject: CompleteSubject, part: Partial<StoredRun>): GateSubject {
  return { ...subject, stored: { ...subject.stored, ...part } }
}

function withLedger(subject: CompleteSubject, ledger: RunLedger): GateSubject {
  return withStored(subject, { ledger })
}

function raiseReturn(subject: CompleteSubject): GateSubject {
  const { metrics } = subject.stored
  const raised = (metrics.values.total_return ?? 0) + 1e-6
  return withStored(subject, { metrics: { ...metrics, values: { ...metrics.values, total_return: raised } } })
}

function addCent(ledger: RunLedger): RunLedger {
  const { positions } = ledger
  return { ...ledger, positions: { ...positions, cash: positions.cash.map((cash, bar) => (bar === 30 ? cash + 0.01 : cash)) } }
}

function decideAfterFill(ledger: RunLedger): RunLedger {
  const { fills } = ledger
  return { ...ledger, fills: { ...fills, decisionBar: fills.decisionBar.map((bar, row) => (row === 0 ? fills.bar[0]! + 1 : bar)) } }
}

function duplicateTime(subject: CompleteSubject): GateSubject {
  const { bars } = subject
  return { ...subject, bars: { ...bars, time: bars.time.map((time, i) => (i === 10 ? bars.time[9]! : time)) } }
}

function keepTenth(ledger: RunLedger): RunLedger {
  const { time, close, cash, units, equity } = ledger.positions
  const keep = (column: Float64Array) => column.slice(0, Math.ceil(column.length / 10))
  return { ...ledger, positions: { time: keep(time), close: keep(close), cash: keep(cash), units: keep(units), equity: keep(equity) } }
}

/** Decisions made on closes one bar early: what a strategy would do that reads the next bar. */
function peekAhead(subject: CompleteSubject): GateSubject {
  const { bars, symbol, spec, dataHash } = subject
  const early = { ...bars, close: bars.close.map((close, i) => bars.close[i + 1] ?? close) }
  return withLedger(subject, runBacktest({ bars: early, symbol, spec, dataHash }).ledger)
}
