import fc from 'fast-check'
import type { Panel } from '#shared/domain/dataset.ts'
import { makeWalkPanel } from '../builders/makePanel.ts'
import { common, frictions, maybe } from './randomRuns.ts'

const INSTRUMENTS = 4

const thousandths = (most: number) => fc.integer({ min: -most, max: most }).map((count) => count / 1000)

/** Four walks of 20 to 60 bars with volumes: some start late, some end early, all lack bars. */
export const panels: fc.Arbitrary<Panel> = fc.integer({ min: 20, max: 60 }).chain((length) =>
  fc
    .record({
      walks: fc.array(
        fc.record({
          steps: fc.array(thousandths(120), { minLength: length, maxLength: length }),
          from: fc.oneof(fc.constant(0), fc.nat(length - 1)),
          until: fc.oneof(fc.constant(length), fc.nat(length)),
          gaps: fc.uniqueArray(fc.nat(length - 1), { maxLength: 8 }),
        }),
        { minLength: INSTRUMENTS, maxLength: INSTRUMENTS },
      ),
      volumes: fc.array(fc.nat(60), { minLength: 7, maxLength: 7 }),
    })
    // The first one is always there, so that the calendar is as long as it says.
    .map(({ walks, volumes }) => {
      const panel = makeWalkPanel(
        walks.map((walk, k) => ({ steps: walk.steps, from: k === 0 ? 0 : walk.from, missing: missingBars(walk, k) })),
      )
      return { ...panel, instruments: panel.instruments.map((each, k) => ({ ...each, volume: volumeOf(each.close, volumes, k) })) }
    }),
)

function missingBars({ until, gaps, steps }: { until: number; gaps: number[]; steps: number[] }, k: number): Set<number> {
  if (k === 0) return new Set()
  return new Set([...gaps, ...Array.from(steps.keys()).filter((bar) => bar >= until)])
}

const volumeOf = (close: Float64Array, volumes: readonly number[], k: number) =>
  close.map((price, bar) => (Number.isNaN(price) ? price : volumes[(bar + k) % volumes.length]!))

/** One bar of wishes: most bars let the book be. */
const wish = fc.oneof(
  { weight: 3, arbitrary: fc.constant(null) },
  fc.array(maybe(thousandths(2500)), { minLength: INSTRUMENTS, maxLength: INSTRUMENTS }),
  fc.constant(Array.from({ length: INSTRUMENTS }, () => 0)),
)

/** Wishes of 60 bars, one weight per instrument; null lets the position be. */
export const wishes: fc.Arbitrary<(number | null)[][]> = fc
  .array(wish, { minLength: 60, maxLength: 60 })
  .map((bars) => bars.map((weights) => weights ?? Array.from({ length: INSTRUMENTS }, () => null)))

/** Settings of a run over a panel. */
export const panelExecution = fc
  .record({ ...frictions, delist_after: maybe(fc.integer({ min: 1, max: 12 })), delisting_loss: fc.constantFrom(0, 0.3, 1) })
  .map(({ delisting_loss, ...execution }) => (execution.delist_after === null ? execution : { ...execution, delisting_loss }))

/** Spec files of runs over a panel, with any settings; a test brings its own weights. */
export const panelSpecs = fc.record({ ...common, strategy: fc.constant({ type: 'carry' }), execution: panelExecution })
