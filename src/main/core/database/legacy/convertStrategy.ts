import { ADOPTION_FLAGS, type AdoptionFlag } from '#shared/domain/adoption.ts'
import type { StrategyStatus } from '#shared/domain/strategy.ts'
import { type Parameters, parametersSchema, type StrategyType, strategyTypeSchema } from '#shared/domain/strategyType.ts'
import type { LegacyStrategy } from './legacyTables.ts'
import { isRecord, parseJson, RowFlags } from './legacyValues.ts'

const TEXT_LIMIT = 10_000

/** What the older system called the states of a strategy. Nothing was proven under gates of ours, so an active one is a draft. */
const STATUSES: Readonly<Record<string, StrategyStatus>> = { active: 'draft', draft: 'draft', archived: 'archived' }

export interface ConvertedStrategy {
  readonly id: string
  readonly name: string
  readonly description: string
  readonly type: StrategyType
  readonly parameters: Parameters
  readonly confidence: number | null
  readonly limitations: string
  readonly status: StrategyStatus
  readonly createdAtMs: number
  readonly updatedAtMs: number
  readonly flags: readonly AdoptionFlag[]
}

export interface StrategyRules {
  /** Stands in for an instant of creation that is not known. */
  readonly nowMs: number
  /** Why the engine would refuse to run it; null when it would not. */
  readonly refusalOf: (strategy: { type: StrategyType; parameters: Parameters }) => string | null
}

export function convertStrategy(row: LegacyStrategy, { nowMs, refusalOf }: StrategyRules): ConvertedStrategy {
  const flags = new RowFlags()
  const id = flags.readId('id', row.id)
  const type = readType(row.strategy_type, flags)
  const parameters = readParameters(row.parameters, flags)
  const refusal = type === 'unrecognised' ? null : refusalOf({ type, parameters })
  if (refusal !== null) flags.add('not_runnable', 'parameters', refusal)
  const createdAtMs = flags.readInstant('created_at', row.created_at) ?? nowMs
  const converted = {
    id,
    name: readName(row.name, flags),
    description: shorten('description', row.description ?? '', flags),
    type,
    parameters,
    confidence: readConfidence(row.confidence, flags),
    status: readStatus(row.status, flags),
    createdAtMs,
    updatedAtMs: flags.readInstant('updated_at', row.updated_at) ?? createdAtMs,
  }
  return { ...converted, limitations: describeFlags(flags.list), flags: flags.list }
}

function readName(name: string | null, flags: RowFlags): string {
  if (name !== null && name.trim() !== '') return name
  flags.add('blank_name', 'name', name)
  return 'Unnamed strategy'
}

function readType(original: string | null, flags: RowFlags): StrategyType {
  const type = strategyTypeSchema.safeParse(original)
  if (type.success && type.data !== 'unrecognised') return type.data
  flags.add('unknown_strategy_type', 'strategy_type', original)
  return 'unrecognised'
}

function readConfidence(confidence: number | null, flags: RowFlags): number | null {
  if (confidence === null || (confidence >= 0 && confidence <= 1)) return confidence
  flags.add('confidence_out_of_range', 'confidence', confidence)
  return null
}

function readStatus(original: string | null, flags: RowFlags): StrategyStatus {
  const status = original === null ? 'draft' : Object.hasOwn(STATUSES, original) ? STATUSES[original] : undefined
  if (status !== undefined) return status
  flags.add('unknown_status', 'status', original)
  return 'draft'
}

/** Everything that fits as it is; the rest is named in the flags. */
function readParameters(text: string | null, flags: RowFlags): Parameters {
  const original = parseJson(text)
  const whole = parametersSchema.safeParse(original)
  if (whole.success) return whole.data
  if (!isRecord(original)) {
    flags.add('parameters_not_flat', 'parameters', original)
    return {}
  }
  const fits = ([name, value]: [string, unknown]) => parametersSchema.safeParse({ [name]: value }).success
  const entries = Object.entries(original)
  flags.add('parameters_not_flat', 'parameters', Object.fromEntries(entries.filter((entry) => !fits(entry))))
  return parametersSchema.parse(Object.fromEntries(entries.filter(fits)))
}

function shorten(field: string, text: string, flags: RowFlags): string {
  if (text.length <= TEXT_LIMIT) return text
  flags.add('text_shortened', field, text)
  return text.slice(0, TEXT_LIMIT)
}

const ORIGINAL_SHOWN = 200

/** Flags where people read them: among the limitations of the strategy. */
function describeFlags(flags: readonly AdoptionFlag[]): string {
  const lines = flags.map(({ code, field, original }) => {
    const shown = original.length > ORIGINAL_SHOWN ? `${original.slice(0, ORIGINAL_SHOWN)}...` : original
    return `- ${field}: ${ADOPTION_FLAGS[code]} (recorded: ${shown})`
  })
  return lines.length === 0 ? '' : ['Adopted from an older AURELIUS database:', ...lines].join('\n')
}
