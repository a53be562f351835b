import type { Parameters, StrategyDescriptor } from '#shared/domain/strategyType.ts'
import { emptySeries } from '../indicators/emptySeries.ts'
import { fitLogistic, type LogisticModel, predictLogistic } from '../statistics/logisticRegression.ts'
import { periodStarts } from './calendarPeriods.ts'
import { FEATURE_COUNT, FIRST_FEATURE_BAR, laggedFeatures } from './laggedFeatures.ts'
import { numberOf } from './parameterValue.ts'
import type { StrategyInput, TargetFamily } from './strategyFamily.ts'

const descriptor: StrategyDescriptor = {
  type: 'ml_classifier',
  title: 'Machine-learning classifier',
  summary: 'A logistic regression on past returns says how likely a rise is; the position follows that probability.',
  rule: 'Train on the last rows whose outcome is known, again at the first bar of every period. With probability p of a higher close after the horizon, hold 2p - 1 times equity (the Kelly share of an even bet); nothing while p is near one half.',
  universe: 'single',
  parameters: [
    {
      kind: 'integer',
      name: 'horizon',
      label: 'Horizon',
      help: 'Bars ahead whose close is compared with the present one.',
      unit: 'bars',
      min: 1,
      max: 250,
      step: 1,
      default: 5,
      sweep: { from: 1, to: 10, step: 3 },
    },
    {
      kind: 'integer',
      name: 'train_bars',
      label: 'Training bars',
      help: 'Past rows a model learns from; their outcome must be known.',
      unit: 'bars',
      min: 20,
      max: 5000,
      step: 10,
      default: 500,
      sweep: { from: 250, to: 1000, step: 250 },
    },
    {
      kind: 'integer',
      name: 'retrain_every',
      label: 'Retrain every',
      help: 'Length of a period in bars, counted by the calendar; the first model is made as soon as it can be.',
      unit: 'bars',
      min: 1,
      max: 1000,
      step: 1,
      default: 21,
      sweep: { from: 21, to: 63, step: 21 },
    },
    {
      kind: 'number',
      name: 'l2',
      label: 'L2 penalty',
      help: 'Holds weights small: more means a more cautious model.',
      unit: 'weight',
      min: 0.000001,
      max: 1000,
      step: 0.01,
      default: 0.1,
      sweep: { from: 0.05, to: 0.5, step: 0.15 },
    },
    {
      kind: 'number',
      name: 'threshold',
      label: 'Threshold',
      help: 'No position while the probability is within this of one half.',
      unit: 'probability',
      min: 0,
      max: 0.5,
      step: 0.01,
      default: 0.02,
      sweep: { from: 0, to: 0.06, step: 0.02 },
    },
  ],
}

/** Target exposure as a multiple of equity, -1..1; 0 where the training rows all rose or all fell. */
function decide({ bars, parameters, periodsPerYear }: StrategyInput): Float64Array {
  const { close } = bars
  const features = laggedFeatures(close)
  const isNewPeriod = periodStarts(bars.time, { bars: numberOf(parameters, 'retrain_every'), periodsPerYear })
  const threshold = numberOf(parameters, 'threshold')
  const first = firstDecisionBar(parameters)
  const exposure = emptySeries(close.length)
  let model: LogisticModel | null = null
  for (let i = first; i < close.length; i++) {
    if (i === first || isNewPeriod(i)) model = train({ close, features, parameters }, i)
    const probability = model === null ? 0.5 : predictLogistic(model, features, i * FEATURE_COUNT)
    exposure[i] = Math.abs(probability - 0.5) <= threshold ? 0 : 2 * probability - 1
  }
  return exposure
}

interface Lesson {
  readonly close: Float64Array
  readonly features: Float64Array
  readonly parameters: Parameters
}

/** Learns from the last rows whose outcome the close of this bar has made known, and from nothing later. */
function train({ close, features, parameters }: Lesson, bar: number): LogisticModel | null {
  const horizon = numberOf(parameters, 'horizon')
  const last = bar - horizon
  const first = last - numberOf(parameters, 'train_bars') + 1
  const labels = new Uint8Array(last - first + 1)
  for (let row = first; row <= last; row++) labels[row - first] = close[row + horizon]! > close[row]! ? 1 : 0
  const rows = features.subarray(first * FEATURE_COUNT, (last + 1) * FEATURE_COUNT)
  return fitLogistic({ features: rows, labels, width: FEATURE_COUNT }, numberOf(parameters, 'l2'))
}

/** The first bar at which all training rows exist and their outcomes are known. */
function firstDecisionBar(parameters: Parameters): number {
  return FIRST_FEATURE_BAR + numberOf(parameters, 'train_bars') - 1 + numberOf(parameters, 'horizon')
}

export const mlClassifier: TargetFamily = { kind: 'target', descriptor, decide, firstDecisionBar, findConflict: () => null }
