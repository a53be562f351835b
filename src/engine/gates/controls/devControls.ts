import type { GatePolicy } from '#shared/domain/gatePolicy.ts'
import type { RunLedger } from '#shared/domain/ledger.ts'
import { hashLedger } from '../../identity/hashLedger.ts'
import { xoshiro128 } from '../../random.ts'
import { runBacktest } from '../../simulator/runBacktest.ts'
import { compareReplays } from '../evidence/replay.ts'
import { DEV_STEPS, type DevEvidence, gatherDevEvidence } from '../gatherDevEvidence.ts'
import type { DevSubject, StoredRun } from '../subject.ts'
import { type CompleteSubject, knownGoodRun, runOfOtherParameters } from './knownGoodRun.ts'
import type { NegativeControl } from './negativeControl.ts'

type Step = keyof typeof DEV_STEPS

/** A flaw put into a good run, and the piece of evidence that shows it. */
interface Tampering {
  readonly checkId: string
  readonly name: string
  readonly step: Step
  readonly tamper: (subject: CompleteSubject) => DevSubject
}

const TAMPERINGS: readonly Tampering[] = [
  {
    checkId: 'D1',
    name: 'a stored run that its replay does not repeat',
    step: 'replay',
    tamper: (subject) => ({ ...subject, stored: runOfOtherParameters().stored }),
  },
  {
    checkId: 'D2',
    name: 'a run that another process does not repeat',
    step: 'freshReplay',
    tamper: (subject) => ({ ...subject, freshReplay: { value: hashLedger(runOfOtherParameters().stored.ledger), missing: null } }),
  },
  {
    checkId: 'D3',
    name: 'a run that another platform does not repeat',
    step: 'platforms',
    tamper: (subject) => ({
      ...subject,
      foreignReplays: [
        { platform: 'elsewhere', ledgerHash: hashLedger(runOfOtherParameters().stored.ledger), suppliedBy: 'Ada', suppliedAtMs: 0 },
      ],
    }),
  },
  {
    checkId: 'D4',
    name: 'an identity without its ledger hash',
    step: 'identity',
    tamper: (subject) => withStored(subject, { identity: { ...subject.stored.identity, ledger_hash: '' } }),
  },
  { checkId: 'D5', name: 'a tampered metric, a millionth too high', step: 'metrics', tamper: raiseReturn },
  {
    checkId: 'D6',
    name: 'a cent more cash at one bar',
    step: 'accounting',
    tamper: (subject) => withLedger(subject, addCent(subject.stored.ledger)),
  },
  {
    checkId: 'D7',
    name: 'an off-by-one fill, before its decision',
    step: 'order',
    tamper: (subject) => withLedger(subject, decideAfterFill(subject.stored.ledger)),
  },
  { checkId: 'D8', name: 'a peeking strategy that knew the next close', step: 'truncation', tamper: peekAhead },
  { checkId: 'D9', name: 'a peeking strategy that knew the next close', step: 'perturbation', tamper: peekAhead },
  { checkId: 'D11', name: 'two bars of one time', step: 'data', tamper: duplicateTime },
  {
    checkId: 'D17',
    name: 'a run over a tenth of its dates',
    step: 'range',
    tamper: (subject) => withLedger(subject, keepTenth(subject.stored.ledger)),
  },
]

export function devControls({ dev: policy }: GatePolicy): NegativeControl[] {
  const good = knownGoodRun()
  const goodEvidence = gatherDevEvidence(good, { policy })
  const control = (checkId: string, name: string, flaw: Partial<DevEvidence>): NegativeControl => ({
    checkId,
    name,
    expected: 'FAIL',
    evidence: { ...goodEvidence, ...flaw },
  })
  return [
    ...TAMPERINGS.map(({ checkId, name, step, tamper }) => control(checkId, name, { [step]: DEV_STEPS[step](tamper(good), { policy }) })),
    control('D1', 'unseeded randomness', { replay: { value: randomReplays(good, policy.replays), missing: null } }),
    control('D10', 'orders that hang on where the data begin', {
      warmUp: {
        value: { longerBars: 30, shorterBars: 24, fills: 6, largestDifference: 1, first: 'fill 0: 900 units, then 450 units' },
        missing: null,
      },
    }),
    control('D14', 'a run at zero cost', { costs: { ...good.spec, cost_model: { type: 'zero' } } }),
    control('D15', 'a strategy without a hypothesis', { words: { ...good.words, hypothesis: ' ' } }),
  ]
}

/** Every repetition sees other closes, as if the strategy drew numbers without a seed. */
function randomReplays({ data, spec, dataHash, stored }: CompleteSubject, replays: number) {
  const ledgers = Array.from({ length: replays }, (_, replay) => {
    const random = xoshiro128(replay + 1)
    const close = data.bars.close.map((value) => value + 4 * random.next())
    return runBacktest({ bars: { ...data.bars, close }, symbol: data.symbol, spec, dataHash }).ledger
  })
  return compareReplays(stored.ledger, stored.identity.ledger_hash ?? null, ledgers)
}

function withStored(subject: CompleteSubject, part: Partial<StoredRun>): DevSubject {
  return { ...subject, stored: { ...subject.stored, ...part } }
}

function withLedger(subject: CompleteSubject, ledger: RunLedger): DevSubject {
  return withStored(subject, { ledger })
}

function raiseReturn(subject: CompleteSubject): DevSubject {
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

function duplicateTime(subject: CompleteSubject): DevSubject {
  const { bars, symbol } = subject.data
  return { ...subject, data: { symbol, bars: { ...bars, time: bars.time.map((time, i) => (i === 10 ? bars.time[9]! : time)) } } }
}

function keepTenth(ledger: RunLedger): RunLedger {
  const { time, close, cash, units, equity } = ledger.positions
  const keep = (column: Float64Array) => column.slice(0, Math.ceil(column.length / 10))
  return { ...ledger, positions: { time: keep(time), close: keep(close), cash: keep(cash), units: keep(units), equity: keep(equity) } }
}

/** Decisions made on closes one bar early: what a strategy would do that reads the next bar. */
function peekAhead(subject: CompleteSubject): DevSubject {
  const { data, spec, dataHash } = subject
  const early = { ...data.bars, close: data.bars.close.map((close, i) => data.bars.close[i + 1] ?? close) }
  return withLedger(subject, runBacktest({ bars: early, symbol: data.symbol, spec, dataHash }).ledger)
}
