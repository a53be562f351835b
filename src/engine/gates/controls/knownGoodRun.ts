import type { Bars } from '#shared/domain/dataset.ts'
import type { RunSpec } from '#shared/domain/runSpec.ts'
import { hashBars } from '../../market/hashBars.ts'
import { inspectQuality } from '../../market/inspectQuality.ts'
import { runBacktest } from '../../simulator/runBacktest.ts'
import type { DevSubject, StoredRun } from '../subject.ts'

const DAY_MS = 86_400_000
/** 2024-01-01, a Monday. */
const FIRST_DAY_MS = 1_704_067_200_000
const BAR_COUNT = 60

const SPEC: RunSpec = {
  initial_cash: 100_000,
  seed: 42,
  start_date: null,
  end_date: null,
  strategy: { type: 'trend_following', parameters: { fast: 2, slow: 4 } },
  cost_model: { type: 'percentage', percentage: 0.001, minimum_commission: 0 },
  execution: {
    fill: 'next_open',
    slippage_bps: 0,
    spread_bps: 0,
    fractional: false,
    sizing: { type: 'all_in' },
    stop_loss: null,
    take_profit: null,
    bracket_reference: 'signal',
    max_leverage: 1,
  },
  periods_per_year: 252,
  risk_free: 0,
}

/** A run of one instrument with all its records. */
export interface CompleteSubject extends DevSubject {
  readonly data: { readonly bars: Bars; readonly symbol: string }
  readonly stored: { readonly [Part in keyof StoredRun]: NonNullable<StoredRun[Part]> }
}

/** A small run without a fault, made by the engine itself: what negative controls tamper with. */
export function knownGoodRun(): CompleteSubject {
  return subjectOf(SPEC)
}

/** The same run with other parameters: an honest run, but not the one the specification names. */
export function runOfOtherParameters(): CompleteSubject {
  return subjectOf({ ...SPEC, strategy: { type: 'trend_following', parameters: { fast: 3, slow: 5 } } })
}

function subjectOf(spec: RunSpec): CompleteSubject {
  const bars = zigzagBars()
  const dataHash = hashBars(bars)
  const { ledger, metrics, identity } = runBacktest({ bars, symbol: 'CONTROL', spec, dataHash })
  return {
    data: { bars, symbol: 'CONTROL' },
    spec,
    dataHash,
    quality: inspectQuality(bars),
    stored: { ledger, metrics, identity },
    words: { hypothesis: 'Waves go on.', intendedUse: 'To test gates.', limitations: 'No market is a wave.', owner: 'Aurelius' },
    freshReplay: { value: identity.ledger_hash, missing: null },
    foreignReplays: [{ platform: 'another platform', ledgerHash: identity.ledger_hash, suppliedBy: 'Ada', suppliedAtMs: FIRST_DAY_MS }],
    platform: 'this platform',
  }
}

/** Weekdays on which the close swings around 100 in a wave of ten bars, so that averages cross often. */
function zigzagBars(): Bars {
  const columnOf = (value: (i: number) => number) => Float64Array.from({ length: BAR_COUNT }, (_, i) => value(i))
  const close = columnOf((i) => 100 + 2 * Math.abs((i % 10) - 5) + i / 8)
  const open = columnOf((i) => close[Math.max(i - 1, 0)]!)
  return {
    time: columnOf((i) => FIRST_DAY_MS + (Math.floor(i / 5) * 7 + (i % 5)) * DAY_MS),
    open,
    high: columnOf((i) => Math.max(open[i]!, close[i]!) + 0.5),
    low: columnOf((i) => Math.min(open[i]!, close[i]!) - 0.5),
    close,
    volume: columnOf(() => 1000),
  }
}
