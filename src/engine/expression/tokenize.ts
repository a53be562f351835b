import { ExpressionError } from './expressionError.ts'

export interface Token {
  readonly kind: 'number' | 'name' | 'sign' | 'end'
  /** As it stands in the expression; empty at the end. */
  readonly text: string
  /** Characters before it. */
  readonly offset: number
}

const SPACE = /\s*/y
const PATTERNS = [
  { kind: 'number', pattern: /(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/y },
  { kind: 'name', pattern: /[A-Za-z_][A-Za-z0-9_]*/y },
  { kind: 'sign', pattern: /[<>=!]=|[-+*/<>()[\],]/y },
] as const

/**
 * Splits an expression into tokens; the last one is always `end`.
 * @throws ExpressionError at a character that begins no token.
 */
export function tokenize(text: string): Token[] {
  const tokens: Token[] = []
  for (let offset = endOf(SPACE, text, 0); offset < text.length; ) {
    const token = readToken(text, offset)
    tokens.push(token)
    offset = endOf(SPACE, text, offset + token.text.length)
  }
  return [...tokens, { kind: 'end', text: '', offset: text.length }]
}

function readToken(text: string, offset: number): Token {
  for (const { kind, pattern } of PATTERNS) {
    const end = endOf(pattern, text, offset)
    if (end > offset) return { kind, text: text.slice(offset, end), offset }
  }
  const character = String.fromCodePoint(text.codePointAt(offset)!)
  const hint = character === '=' ? '; use == to compare' : character === '&' || character === '|' ? '; use "and" and "or"' : ''
  throw new ExpressionError(`"${character}" has no meaning here${hint}`, text, offset)
}

/** Where a match that begins at the offset ends; the offset itself when there is none. */
function endOf(pattern: RegExp, text: string, offset: number): number {
  pattern.lastIndex = offset
  return pattern.test(text) ? pattern.lastIndex : offset
}
