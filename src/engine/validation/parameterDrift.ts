import type { Parameters } from '#shared/domain/strategyType.ts'
import type { ParameterDrift } from '#shared/domain/validation.ts'
import type { WalkForwardWindow } from './walkForward.ts'

/** Drift of the named parameters. A sound edge keeps its parameters. */
export function measureDrift(windows: readonly Pick<WalkForwardWindow, 'parameters'>[], names: readonly string[]): ParameterDrift[] {
  return names.map((name) => {
    const values = windows.map(({ parameters }) => parameters?.[name] ?? null)
    const chosen = values.filter((value) => value !== null)
    const pairs = chosen.slice(1).map((value, i) => [chosen[i]!, value] as const)
    return { name, values, changes: pairs.filter(([before, after]) => before !== after).length, meanStep: meanStep(pairs) }
  })
}

function meanStep(pairs: readonly (readonly [Parameters[string], Parameters[string]])[]): number | null {
  if (pairs.length === 0) return null
  const steps = pairs.map(([before, after]) =>
    typeof before === 'number' && typeof after === 'number' ? Math.abs(after - before) : Number.NaN,
  )
  const mean = steps.reduce((sum, step) => sum + step, 0) / steps.length
  return Number.isNaN(mean) ? null : mean
}

/** Names of the parameters that vary over a grid. */
export function variedNames(grid: readonly { readonly parameters: Parameters }[]): string[] {
  const names = Object.keys(grid[0]?.parameters ?? {})
  return names.filter((name) => grid.some(({ parameters }) => parameters[name] !== grid[0]!.parameters[name]))
}
