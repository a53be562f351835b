import type { GoalThreshold } from '#shared/domain/strategy.ts'
import { readThresholds } from './readThresholds.ts'
import { FAMILY_PHRASES, MISSING_KINDS, type MissingKind, PROPOSED_TYPES, type ProposedType } from './vocabulary.ts'

export type Horizon = 'short' | 'medium' | 'long'

/** One family as the goal speaks of it. */
export interface FamilyReading {
  readonly type: ProposedType
  /** Sum of the weights of the words found; 0 when the goal says nothing of it. */
  readonly score: number
  /** The words themselves, as they stand in the goal. */
  readonly words: readonly string[]
}

/** What a goal says, in the order of relevance; null and empty where it says nothing. */
export interface GoalReading {
  /** Families that may be proposed, most relevant first; those the goal rules out are absent. */
  readonly families: readonly FamilyReading[]
  readonly direction: 'long_only' | 'long_short' | null
  readonly horizon: Horizon | null
  /** Lengths of time in bars, as daily bars, in order of mention. */
  readonly lengths: readonly number[]
  /** Annual volatility asked for, a fraction. */
  readonly volatilityTarget: number | null
  /** Stop loss asked for, a fraction. */
  readonly stopLoss: number | null
  /** The words the lengths were read from. */
  readonly lengthWords: readonly string[]
  readonly missingKinds: readonly MissingKind[]
  /** What the result is to reach. */
  readonly thresholds: readonly GoalThreshold[]
}

const BARS_PER_UNIT: Readonly<Record<string, number>> = { day: 1, bar: 1, week: 5, month: 21, year: 252 }
const MAX_LENGTHS = 2

const HORIZONS: readonly { readonly horizon: Horizon; readonly pattern: RegExp }[] = [
  { horizon: 'short', pattern: /\b(?:short(?:er)? term|intraday|day trad\w*|fast|quick\w*|daily|swing\w*|scalp\w*)\b/ },
  { horizon: 'long', pattern: /\b(?:long(?:er)? term|slow|patient\w*|yearly|annual rebalanc\w*|position trad\w*|buy and hold|secular)\b/ },
  { horizon: 'medium', pattern: /\b(?:medium(?: |)term|intermediate|weekly|monthly)\b/ },
]

const LONG_ONLY = /\b(?:long only|only long|no short(?:s|ing)?\b(?! term)|without short(?:s|ing)?\b(?! term)|never short\b(?! term))/
const LONG_SHORT =
  /\b(?:long (?:and |or )?short\b(?! term)|shorting|short sell\w*|sell(?:ing)? short|go(?:es|ing)? short|both (?:directions|sides|ways))/

/** Reads a goal in plain words against fixed tables. The same text always reads the same. */
export function readGoal(goal: string): GoalReading {
  const text = normalise(goal)
  const missingKinds = MISSING_KINDS.filter(({ pattern }) => findWanted(text, pattern) !== null)
  const lengths = readLengths(text)
  const horizon = HORIZONS.find(({ pattern }) => pattern.test(text)) ?? null
  const direction = LONG_ONLY.test(text) ? 'long_only' : LONG_SHORT.test(text) ? 'long_short' : null
  const volatilityTarget =
    readPercent(text, /(\d+(?:\.\d+)?) ?% (?:annual |annualised |target )*vol/) ??
    readPercent(text, /\bvol\w* (?:\w+ ){0,2}(\d+(?:\.\d+)?) ?%/)
  const stopLoss = readPercent(text, /\bstop(?: loss)?(?: of| at)? (\d+(?:\.\d+)?) ?%/) ?? readPercent(text, /(\d+(?:\.\d+)?) ?% stop/)
  return {
    families: readFamilies(text, missingKinds),
    direction,
    horizon: horizon?.horizon ?? horizonOf(lengths),
    lengths: lengths.map(({ bars }) => bars).slice(0, MAX_LENGTHS),
    volatilityTarget,
    stopLoss,
    lengthWords: lengths.slice(0, MAX_LENGTHS).map(({ words }) => words),
    missingKinds,
    thresholds: readThresholds(text),
  }
}

/** Lower case; every run of signs other than letters, digits, % and the decimal point becomes one space. */
function normalise(goal: string): string {
  return goal
    .toLowerCase()
    .replace(/[^\p{L}\p{N}%.]+/gu, ' ')
    .replace(/\.(?!\d)/g, ' ')
    .replace(/ +/g, ' ')
    .trim()
}

function readFamilies(text: string, missingKinds: readonly MissingKind[]): FamilyReading[] {
  return PROPOSED_TYPES.filter((type) => !isRuledOut(text, type))
    .map((type) => {
      const found = FAMILY_PHRASES.filter((phrase) => phrase.type === type).flatMap(({ pattern, weight }) => {
        const words = findWanted(text, pattern)
        return words === null ? [] : [{ words, weight }]
      })
      const near = missingKinds.some(({ nearest }) => nearest === type) ? 1 : 0
      return { type, score: found.reduce((total, { weight }) => total + weight, near), words: found.map(({ words }) => words) }
    })
    .sort((a, b) => b.score - a.score)
}

const REFUSAL = String.raw`\b(?:no|not|without|avoid|avoiding|except|never|dislike|excluding) (?:\w+ )?`

/** The words a pattern finds, unless the goal refuses them ("no breakouts"). */
function findWanted(text: string, pattern: RegExp): string | null {
  return text.replace(new RegExp(`${REFUSAL}${pattern.source}`, 'g'), ' ').match(pattern)?.[0] ?? null
}

/** A family the goal names only to refuse it. */
function isRuledOut(text: string, type: ProposedType): boolean {
  const named = FAMILY_PHRASES.filter((phrase) => phrase.type === type && phrase.weight === 3)
  return named.some(({ pattern }) => pattern.test(text)) && named.every(({ pattern }) => findWanted(text, pattern) === null)
}

interface Length {
  readonly bars: number
  readonly words: string
}

/** "20 day", "3 months", "50 200 day" (from 50/200-day): lengths in daily bars. */
function readLengths(text: string): Length[] {
  return [...text.matchAll(/\b(?:(\d{1,4}) (?:and |or )?)?(\d{1,4}) ?(day|bar|week|month|year)s?\b/g)].flatMap(
    ([words, first, second, unit]) => {
      const scale = BARS_PER_UNIT[unit ?? ''] ?? 1
      return [first, second].flatMap((count) =>
        count === undefined || Number(count) === 0 ? [] : [{ bars: Number(count) * scale, words }],
      )
    },
  )
}

function horizonOf(lengths: readonly Length[]): Horizon | null {
  const longest = Math.max(...lengths.map(({ bars }) => bars))
  if (lengths.length === 0) return null
  if (longest <= 15) return 'short'
  return longest < 120 ? 'medium' : 'long'
}

function readPercent(text: string, pattern: RegExp): number | null {
  const found = pattern.exec(text)?.[1]
  return found === undefined ? null : Number(found) / 100
}
