import type { StrategyDescriptor } from '#shared/domain/strategyType.ts'

const bars = { kind: 'integer' as const, unit: 'bars', min: 1, max: 1000, step: 1, sweep: { from: 5, to: 50, step: 5 } }

/** A family with numbers, a choice, and a parameter that only one choice uses. */
export const trendFamily: StrategyDescriptor = {
  type: 'trend_following',
  title: 'Trend following',
  summary: 'Rides trends with two moving averages.',
  rule: 'Buy when the fast average crosses above the slow one.',
  universe: 'single',
  parameters: [
    { ...bars, name: 'fast', label: 'Fast average', help: 'Less than the slow one.', default: 10 },
    { ...bars, name: 'slow', label: 'Slow average', help: 'Bars in the slow average.', default: 20 },
    {
      kind: 'choice',
      name: 'average',
      label: 'Kind of average',
      help: '',
      unit: '',
      choices: [
        { value: 'sma', label: 'Simple (SMA)' },
        { value: 'ema', label: 'Exponential (EMA)' },
      ],
      default: 'sma',
    },
    { ...bars, name: 'warmup', label: 'Warm-up', help: '', default: 5, appliesWhen: { average: 'ema' } },
  ],
}
