/** Cells of a grid are numbered as digits of a number: the last axis is the lowest digit. */

interface Axis {
  readonly values: readonly unknown[]
}

export function cellCount(axes: readonly Axis[]): number {
  return axes.reduce((count, { values }) => count * values.length, 1)
}

/** The index of each axis' value in a cell. */
export function cellIndices(axes: readonly Axis[], cell: number): number[] {
  const indices = new Array<number>(axes.length)
  let rest = cell
  for (let axis = axes.length - 1; axis >= 0; axis--) {
    const { length } = axes[axis]!.values
    indices[axis] = rest % length
    rest = Math.floor(rest / length)
  }
  return indices
}

/** How far apart in number two cells are that differ by one step on each axis. */
export function cellStrides(axes: readonly Axis[]): number[] {
  const strides = new Array<number>(axes.length).fill(1)
  for (let axis = axes.length - 2; axis >= 0; axis--) strides[axis] = strides[axis + 1]! * axes[axis + 1]!.values.length
  return strides
}
