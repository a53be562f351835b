import { constraintError } from './constraintError.ts'

export type TokenKind = 'number' | 'name' | 'symbol' | 'end'

export interface Token {
  readonly kind: TokenKind
  /** As it stands in the text; empty at the end. */
  readonly text: string
  /** 0-based index of its first character. */
  readonly position: number
}

const BLANK = /\s*/y
const NUMBER = /(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/y
const NAME = /[A-Za-z_]\w*/y
const SYMBOL = /<=|>=|==|!=|[<>()+\-*/]/y

/** @throws AppError `invalid_input` at the first character that begins no token. */
export function readTokens(text: string): Token[] {
  const tokens: Token[] = []
  let position = matchAt(BLANK, text, 0)!.length
  while (position < text.length) {
    const token = readToken(text, position)
    tokens.push(token)
    position += token.text.length
    position += matchAt(BLANK, text, position)!.length
  }
  return [...tokens, { kind: 'end', text: '', position: text.length }]
}

function readToken(text: string, position: number): Token {
  const kinds = [
    ['number', NUMBER],
    ['name', NAME],
    ['symbol', SYMBOL],
  ] as const
  for (const [kind, pattern] of kinds) {
    const found = matchAt(pattern, text, position)
    if (found !== null) return { kind, text: found, position }
  }
  throw constraintError(text, position, `"${text[position]}" means nothing here; use names, numbers, + - * /, < <= > >= == != and, or, not`)
}

function matchAt(pattern: RegExp, text: string, position: number): string | null {
  pattern.lastIndex = position
  return pattern.exec(text)?.[0] ?? null
}
