/** Numbers as they stand in a check's sentences: short, the same in every locale. */

export function figure(value: number): string {
  if (Number.isInteger(value) && Math.abs(value) < 1e15) return String(value)
  return Math.abs(value) >= 1e-3 && Math.abs(value) < 1e6 ? String(Number(value.toPrecision(4))) : value.toExponential(2)
}

/** A fraction as percent: 0.0525 is '5.25%'. */
export function percent(fraction: number): string {
  return `${String(Number((fraction * 100).toFixed(2)))}%`
}

export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}
