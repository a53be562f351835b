import type { TurnFold } from '../fold/turnFold.ts'
import { parameterReader } from '../planReader.ts'
import type { SweepPlan } from '../planSweep.ts'
import { type CrossPairs, findCrosses } from './averageGrid.ts'
import type { TrialContext } from './trialContext.ts'

/** Pairs times bars that one pass over the bars may handle: it bounds the memory of the crosses. */
const MAX_PAIR_BARS = 64_000_000
/** Trials between two looks at the control. */
const BATCH_TRIALS = 64

/** Trials of one fast width. */
interface FastGroup {
  readonly width: number
  readonly slowWidths: number[]
  readonly trials: number[]
}

/** Which trials CrossTrials may run: crosses of simple averages, long only. */
export function isCrossTrial(plan: SweepPlan): (trial: number) => boolean {
  if (plan.spec.strategy.type !== 'trend_following') return () => false
  const average = parameterReader(plan, 'average')
  const direction = parameterReader(plan, 'direction')
  return (trial) => average(trial) === 'sma' && direction(trial) === 'long_only'
}

/** Runs cross trials on terms that can be folded: all pairs' crosses in one pass over the bars, then each pair's trades folded. */
export class CrossTrials {
  readonly #context: TrialContext
  readonly #fold: TurnFold
  readonly #runOne: (trial: number) => void

  /** `runOne` takes the trials that only a ledger can measure. */
  constructor(context: TrialContext, fold: TurnFold, runOne: (trial: number) => void) {
    this.#context = context
    this.#fold = fold
    this.#runOne = runOne
  }

  run(trials: readonly number[]): void {
    const { bars, plan } = this.#context
    let batch: FastGroup[] = []
    let pairs = 0
    for (const group of groupByFast(plan, trials)) {
      if (pairs > 0 && (pairs + group.trials.length) * bars.close.length > MAX_PAIR_BARS) {
        this.#runBatch(batch)
        batch = []
        pairs = 0
      }
      batch.push(group)
      pairs += group.trials.length
    }
    if (batch.length > 0) this.#runBatch(batch)
  }

  #runBatch(groups: readonly FastGroup[]): void {
    const { bars, window, control, kernel } = this.#context
    const trials = groups.flatMap((group) => group.trials)
    const close = bars.close.subarray(0, window.lastBar + 1)
    findCrosses(kernel, close, { pairs: numberPairs(groups), onPass: () => control.checkpoint(0) })
    for (let from = 0; from < trials.length; from += BATCH_TRIALS) {
      const some = trials.slice(from, from + BATCH_TRIALS)
      this.#foldPairs(some, from)
      control.checkpoint(some.length)
    }
  }

  /** Few at a time: a loop that runs once a sweep would be compiled anew in every sweep. */
  #foldPairs(trials: readonly number[], firstPair: number): void {
    const fold = this.#fold
    for (let k = 0; k < trials.length; k++) {
      const isFolded = fold.runPair(firstPair + k) && this.#context.recorder.recordFold(trials[k]!, fold)
      if (!isFolded) this.#runOne(trials[k]!)
    }
  }
}

function groupByFast(plan: SweepPlan, trials: readonly number[]): Iterable<FastGroup> {
  const fast = parameterReader(plan, 'fast')
  const slow = parameterReader(plan, 'slow')
  const groups = new Map<number, FastGroup>()
  let group: FastGroup | undefined
  for (const trial of trials) {
    const width = Number(fast(trial))
    // Neighbouring trials mostly have it in common.
    if (group?.width !== width) group = groups.get(width)
    if (group === undefined) {
      group = { width, slowWidths: [], trials: [] }
      groups.set(width, group)
    }
    group.slowWidths.push(Number(slow(trial)))
    group.trials.push(trial)
  }
  return groups.values()
}

/** Pairs are numbered in the order of the groups' trials. */
function numberPairs(groups: readonly FastGroup[]): CrossPairs {
  const places = placesOf(groups)
  const slow = Int32Array.from(places.keys()).filter((width) => places[width]! >= 0)
  const numbers = new Int32Array(groups.length * slow.length).fill(-1)
  let count = 0
  groups.forEach(({ slowWidths }, line) => {
    for (const width of slowWidths) numbers[line * slow.length + places[width]!] = count++
  })
  return { fast: Int32Array.from(groups, ({ width }) => width), slow, numbers, count }
}

/** Place of each slow width, by width, among those there are; -1 for others. */
function placesOf(groups: readonly FastGroup[]): Int32Array {
  const widest = Math.max(...groups.map(({ slowWidths }) => slowWidths.reduce((most, width) => Math.max(most, width), 0)))
  const places = new Int32Array(widest + 1).fill(-1)
  for (const { slowWidths } of groups) for (const width of slowWidths) places[width] = 0
  let place = 0
  for (let width = 0; width <= widest; width++) if (places[width] === 0) places[width] = place++
  return places
}
