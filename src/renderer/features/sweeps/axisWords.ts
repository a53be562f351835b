import type { SweepAxis, SweepRow, SweepSummary } from '#shared/domain/sweep.ts'

/** "fast 5 to 50 (10), average sma, ema": what a sweep varies, in a line. */
export function describeAxes(axes: SweepSummary['axes']): string {
  return axes.map(describeAxis).join(', ')
}

function describeAxis({ name, values }: SweepAxis): string {
  if (values.length > 3 && values.every((value) => typeof value === 'number')) {
    return `${name} ${values[0]} to ${values.at(-1)} (${values.length})`
  }
  return `${name} ${values.join(', ')}`
}

/** "fast 10, slow 50": the place of one trial. */
export function describePlace(parameters: SweepRow['parameters']): string {
  return Object.entries(parameters)
    .map(([name, value]) => `${name} ${value}`)
    .join(', ')
}
