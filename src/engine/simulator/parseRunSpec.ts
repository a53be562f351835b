import { AppError } from '#shared/domain/appError.ts'
import { type RunSpec, runSpecSchema } from '#shared/domain/runSpec.ts'
import { completeRunSpec } from './completeRunSpec.ts'

export interface ParsedRunSpec {
  /** Complete: every default is written out, the parameters' too. */
  readonly spec: RunSpec
  /** The symbol an older spec file names beside its strategy; null when it names none. */
  readonly symbol: string | null
}

type JsonObject = Readonly<Record<string, unknown>>

/**
 * Reads a specification file. Besides the present form it takes the older flat strategy
 * (`{"type": "ts_momentum", "symbol": "SPY", "lookback": 20}`), and `data_pipeline`, which chose an indicator library
 * in the older engine and changes nothing here.
 * @throws AppError `invalid_input` naming the path: unknown keys, wrong values, strategies that cannot be run.
 */
export function parseRunSpec(json: unknown): ParsedRunSpec {
  if (!isObject(json)) throw invalid('spec', 'must be a JSON object such as {"strategy": {"type": "trend_following"}}')
  const { data_pipeline: _ignored, strategy, ...settings } = json
  if (!isObject(strategy)) throw invalid('strategy', 'must be an object with a type, such as {"type": "trend_following"}')
  const { symbol = null, ...rest } = strategy
  if (symbol !== null && typeof symbol !== 'string') throw invalid('strategy.symbol', 'must be text')
  const parsed = runSpecSchema.safeParse({ ...settings, strategy: withParameters(rest) })
  if (!parsed.success) throw firstProblem(parsed.error.issues)
  return { spec: completeRunSpec(parsed.data), symbol }
}

/** The older form keeps parameters beside the type; the present one under `parameters`. */
function withParameters(strategy: JsonObject): JsonObject {
  if ('parameters' in strategy) return strategy
  const { type, ...parameters } = strategy
  return { type, parameters }
}

interface SchemaProblem {
  readonly path: readonly PropertyKey[]
  readonly message: string
  readonly keys?: readonly string[]
}

function firstProblem(problems: readonly SchemaProblem[]): AppError {
  const problem = problems[0]
  if (problem === undefined) return invalid('spec', 'is not valid')
  const unknownKey = problem.keys?.[0]
  const path = unknownKey === undefined ? problem.path : [...problem.path, unknownKey]
  const message = unknownKey === undefined ? problem.message : 'is not a known key; check its spelling or leave it out'
  return invalid(path.map(String).join('.') || 'spec', message)
}

function invalid(field: string, problem: string): AppError {
  return new AppError('invalid_input', `${field}: ${problem}`, { details: { field } })
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
