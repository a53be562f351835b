import type { Parameters } from '#shared/domain/strategyType.ts'
import type { ValidationObjective } from '#shared/domain/validationPlan.ts'
import type { TrialScore } from './trial.ts'

/** One point of a grid; its place is the index of its value on each axis. */
export interface GridPoint {
  readonly parameters: Parameters
  readonly place: readonly number[]
}

export type Objective = ValidationObjective['metric']

/** `peak` takes the best score; `plateau` the best average over a point and its neighbours, which luck reaches less easily. */
export type Choice = ValidationObjective['choice']

/** All combinations of the axes' values that `isAllowed`, the last axis varying fastest. */
export function gridOf(
  axes: readonly { readonly name: string; readonly values: readonly Parameters[string][] }[],
  isAllowed: (parameters: Parameters) => boolean = () => true,
): GridPoint[] {
  const points = axes.reduce<GridPoint[]>(
    (partial, { name, values }) =>
      partial.flatMap(({ parameters, place }) =>
        values.map((value, index) => ({ parameters: { ...parameters, [name]: value }, place: [...place, index] })),
      ),
    [{ parameters: {}, place: [] }],
  )
  return points.filter(({ parameters }) => isAllowed(parameters))
}

/** What an objective makes of a score; null = undefined, and never chosen. */
export function objectiveValue(score: TrialScore, objective: Objective): number | null {
  switch (objective) {
    case 'sharpe':
      return score.sharpe
    case 'total_return':
      return score.totalReturn
    case 'calmar':
      return score.cagr === null || !score.maxDrawdown ? null : score.cagr / Math.abs(score.maxDrawdown)
  }
}

/**
 * Index of the chosen point; the lowest among equals, null when no point has a value. Neighbours are at most one step
 * away on every axis; those without a value are left out of the average.
 */
export function chooseTrial(grid: readonly GridPoint[], values: readonly (number | null)[], choice: Choice): number | null {
  const judged = choice === 'peak' ? values : averageOverNeighbours(grid, values)
  let best: number | null = null
  for (const [index, value] of judged.entries()) {
    if (value === null) continue
    if (best === null || value > judged[best]!) best = index
  }
  return best
}

function averageOverNeighbours(grid: readonly GridPoint[], values: readonly (number | null)[]): (number | null)[] {
  const byPlace = new Map(grid.map(({ place }, index) => [place.join(), index]))
  return grid.map(({ place }, index) => {
    if (values[index] === null) return null
    const around = neighbourPlaces(place)
      .map((neighbour) => values[byPlace.get(neighbour.join()) ?? -1] ?? null)
      .filter((value) => value !== null)
    return around.reduce((sum, value) => sum + value, 0) / around.length
  })
}

/** The place itself and every place one step or less away on each axis. */
function neighbourPlaces(place: readonly number[]): number[][] {
  return place.reduce<number[][]>((partial, index) => partial.flatMap((start) => [-1, 0, 1].map((step) => [...start, index + step])), [[]])
}
