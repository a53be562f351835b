import type { ParameterDescriptor } from '#shared/domain/strategyType.ts'

/** The share of equity a long-short book holds, both sides together. */
export const grossParameter: ParameterDescriptor = {
  kind: 'number',
  name: 'gross',
  label: 'Gross exposure',
  help: 'Longs and shorts together as a multiple of equity; half on each side unless betas say otherwise.',
  unit: 'x equity',
  min: 0.01,
  max: 10,
  step: 0.1,
  default: 1,
  sweep: { from: 0.5, to: 2, step: 0.5 },
}

export const quantileParameter: ParameterDescriptor = {
  kind: 'number',
  name: 'quantile',
  label: 'Quantile',
  help: 'Share of the ranked instruments held on each side (0.2 = top and bottom fifth, at least one each).',
  unit: 'fraction',
  min: 0.01,
  max: 0.5,
  step: 0.05,
  default: 0.2,
  sweep: { from: 0.1, to: 0.4, step: 0.1 },
}

export const rebalanceParameter: ParameterDescriptor = {
  kind: 'integer',
  name: 'rebalance',
  label: 'Rebalance every',
  help: 'Length of a period in bars, counted by the calendar: of daily bars 5 is a week from Monday, 21 about a month.',
  unit: 'bars',
  min: 1,
  max: 1000,
  step: 1,
  default: 21,
  sweep: { from: 5, to: 60, step: 5 },
}
