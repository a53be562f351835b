import { createHash } from 'node:crypto'
import type { AdoptionFlag, AdoptionFlagCode } from '#shared/domain/adoption.ts'
import { idSchema } from '#shared/domain/primitives.ts'

/** Collects what is odd about one row. */
export class RowFlags {
  readonly list: AdoptionFlag[] = []

  add(code: AdoptionFlagCode, field: string, original: unknown): void {
    this.list.push({ code, field, original: toJsonText(original) })
  }

  /** The id to use here; the older column took any text of up to 36 characters. */
  readId(field: string, original: string): string {
    const id = adoptedId(original)
    if (id !== original) this.add('new_id', field, original)
    return id
  }

  /** A finite number within bounds; anything else is null and flagged, but for a null, which says nothing. */
  readNumber(field: string, original: unknown, isUsable: (value: number) => boolean = isStorable): number | null {
    if (original === null || original === undefined) return null
    const value = toNumber(original)
    if (value !== null && isUsable(value)) return value
    this.add('not_a_number', field, original)
    return null
  }

  /** Epoch milliseconds of an instant read as seconds since 1970 UTC. */
  readInstant(field: string, seconds: number | null): number | null {
    if (seconds === null) return null
    const instantMs = Math.floor(Math.round(seconds * 1e6) / 1e3)
    if (instantMs >= FIRST_INSTANT_MS && instantMs <= LAST_INSTANT_MS) return instantMs
    this.add('impossible_instant', field, seconds)
    return null
  }
}

const FIRST_INSTANT_MS = Date.parse('0001-01-01T00:00:00.000Z')
const LAST_INSTANT_MS = Date.parse('9999-12-31T23:59:59.999Z')

/** JSON has no NaN and no infinities: they are written as texts. */
function toJsonText(value: unknown): string {
  return JSON.stringify(typeof value === 'number' && !Number.isFinite(value) ? String(value) : value) ?? 'null'
}

/** What every number column takes. */
export const isStorable = (value: number) => Math.abs(value) < 1e300

const MAX_INTEGER = 2 ** 31 - 1
export const isCount = (value: number) => Number.isInteger(value) && value >= 0 && value <= MAX_INTEGER

const PLAIN_NUMBER = /^\s*[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?\s*$/i

/** A finite number, also where the older system wrote it as text; null otherwise. */
export function toNumber(value: unknown): number | null {
  const isNumber = typeof value === 'number' || (typeof value === 'string' && PLAIN_NUMBER.test(value))
  const number = isNumber ? Number(value) : Number.NaN
  return Number.isFinite(number) ? number : null
}

/** The older columns hold JSON the database has checked; null stands for both kinds of nothing. */
export function parseJson(text: string | null): unknown {
  return text === null ? null : (JSON.parse(text) ?? null)
}

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** A UUID stays as it is; any other text becomes a UUID (version 8) derived from it, the same one every time. */
export function adoptedId(original: string): string {
  if (idSchema.safeParse(original).success) return original
  const digest = createHash('sha256').update(`aurelius-legacy-id:${original}`).digest('hex')
  return `${digest.slice(0, 8)}-${digest.slice(8, 12)}-8${digest.slice(13, 16)}-8${digest.slice(17, 20)}-${digest.slice(20, 32)}`
}
