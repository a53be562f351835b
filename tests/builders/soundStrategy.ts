import type { CrvSubject, StoredWalkForward } from '#engine/gates/crvSubject.ts'
import type { DevSubject } from '#engine/gates/subject.ts'
import { hashBars } from '#engine/market/hashBars.ts'
import { inspectQuality } from '#engine/market/inspectQuality.ts'
import { xoshiro128 } from '#engine/random.ts'
import { completeRunSpec } from '#engine/simulator/completeRunSpec.ts'
import { runBacktest } from '#engine/simulator/runBacktest.ts'
import { ratesOf } from '#engine/validation/backtestTrials.ts'
import { describeValidation } from '#engine/validation/describeValidation.ts'
import { gridTrials } from '#engine/validation/gridTrials.ts'
import { layOutValidation } from '#engine/validation/layOutValidation.ts'
import { walkForward } from '#engine/validation/walkForward.ts'
import type { Bars } from '#shared/domain/dataset.ts'
import type { RunSpec } from '#shared/domain/runSpec.ts'
import type { EqualWindowsPlan, ValidationPlan } from '#shared/domain/validationPlan.ts'

const DAY_MS = 86_400_000
const BARS = 5000
/** 2000-01-03, a Monday. */
const FIRST_DAY_MS = 946_857_600_000

/** Twenty years of weekdays on which the price swings around 100 and comes back by a tenth a day: mean reversion pays. */
export function swingingBars(): Bars {
  const random = xoshiro128(7)
  let distance = 0
  const close = Float64Array.from({ length: BARS }, () => {
    distance = 0.9 * distance + 0.01 * random.nextNormal()
    return 100 * Math.exp(distance)
  })
  const open = close.map((_, bar) => close[Math.max(0, bar - 1)]!)
  return {
    time: close.map((_, bar) => FIRST_DAY_MS + (Math.floor(bar / 5) * 7 + (bar % 5)) * DAY_MS),
    open,
    high: close.map((value, bar) => Math.max(value, open[bar]!) * 1.002),
    low: close.map((value, bar) => Math.min(value, open[bar]!) * 0.998),
    close,
    volume: close.map(() => 1e6),
  }
}

export const SOUND_SPEC: RunSpec = completeRunSpec({
  initial_cash: 100_000,
  seed: 42,
  start_date: null,
  end_date: null,
  strategy: { type: 'mean_reversion', parameters: { signal: 'zscore', lookback: 12, entry_z: 1, exit_z: 0, direction: 'long_short' } },
  cost_model: { type: 'percentage', percentage: 0.0002, minimum_commission: 0 },
  execution: {
    fill: 'next_open',
    slippage_bps: 1,
    spread_bps: 0,
    fractional: true,
    sizing: { type: 'fraction', of_equity: 0.3 },
    stop_loss: null,
    take_profit: null,
    bracket_reference: 'signal',
    max_leverage: 1,
  },
  periods_per_year: 252,
  risk_free: 0,
})

export const SOUND_PLAN: EqualWindowsPlan = {
  mode: 'rolling',
  unit: 'bars',
  trainLength: 1000,
  testLength: 500,
  purgeBars: 80,
  embargoBars: 0,
  lastTest: 'drop',
  axes: [
    { name: 'lookback', values: [8, 12, 40, 100] },
    { name: 'entry_z', values: [0.5, 1, 2.5] },
  ],
  where: null,
  objective: { metric: 'sharpe', choice: 'plateau' },
}

/** A sound strategy on data made to reward it, as the dev gate meets it. */
export function soundRun(spec: RunSpec = SOUND_SPEC): DevSubject & { readonly data: { readonly bars: Bars; readonly symbol: string } } {
  const bars = swingingBars()
  const dataHash = hashBars(bars)
  const { ledger, metrics, identity } = runBacktest({ bars, symbol: 'SWING', spec, dataHash })
  return {
    data: { bars, symbol: 'SWING' },
    spec,
    dataHash,
    quality: inspectQuality(bars),
    stored: { ledger, metrics, identity },
    words: {
      hypothesis: 'What swings comes back.',
      intendedUse: 'Ranges.',
      limitations: 'Loses when a range ends.',
      owner: 'Ada',
    },
    freshReplay: { value: identity.ledger_hash, missing: null },
    foreignReplays: [],
    platform: 'linux-x64',
  }
}

/** Walks a strategy forward as the application would, and keeps what it would keep. */
export function walkSound(spec: RunSpec = SOUND_SPEC, plan: ValidationPlan = SOUND_PLAN): StoredWalkForward {
  const bars = swingingBars()
  const layout = layOutValidation({ time: bars.time, spec, plan })
  if (layout.sweep === null) throw new Error('the plan has axes')
  const runner = gridTrials({ bars, spec: layout.spec, plan: layout.sweep, grid: layout.grid })
  const { metric: objective, choice } = plan.objective
  const walk = walkForward({ folds: layout.folds, grid: layout.grid, objective, choice, rates: ratesOf(spec), runner })
  const { windows, outcome, equity, trades } = describeValidation({ bars, plan, layout, walk })
  return { validationId: 'walk', dataHash: hashBars(bars), spec, plan, windows, outcome, equity, trades }
}

/** The same strategy as the CRV gate meets it, its dev gate passed and every trial counted. */
export function soundCrv(run: DevSubject = soundRun(), walk: StoredWalkForward = walkSound()): CrvSubject {
  const { data, spec, dataHash, stored } = run
  const { trialCount, trialSharpe } = walk.outcome
  const hashes = { specHash: stored.identity?.spec_hash ?? '', dataHash, ledgerHash: stored.identity?.ledger_hash ?? '' }
  return {
    data,
    spec,
    dataHash,
    stored,
    devGate: { value: { verdict: 'passed', isStale: false, ...hashes }, missing: null },
    walkForward: { value: walk, missing: null },
    sweep: { value: null, missing: 'no sweep was run' },
    trials: {
      value: {
        strategyType: 'mean_reversion',
        symbols: 'SWING',
        trials: trialCount + 1,
        trialsBySource: { validation: trialCount, backtest: 1 },
        sharpeCount: trialSharpe.count,
        sharpeMean: trialSharpe.mean,
        sharpeVariance: (trialSharpe.m2 ?? 0) / (trialSharpe.count - 1),
      },
      missing: null,
    },
    survivorship: { value: 'single_index', missing: null },
    holdout: { value: { from: '2019-01-01', until: '2019-12-31', openedAtMs: [], frozenAtMs: 0 }, missing: null },
  }
}
