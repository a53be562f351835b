import { ExpressionError } from './expressionError.ts'
import { type Token, tokenize } from './tokenize.ts'

/** The syntax tree; `offset` is the place in the text that an error about the node points to. */
export type Expression =
  | { readonly kind: 'number'; readonly value: number; readonly offset: number }
  | { readonly kind: 'name'; readonly name: string; readonly offset: number }
  | { readonly kind: 'call'; readonly name: string; readonly args: readonly Expression[]; readonly offset: number }
  | { readonly kind: 'unary'; readonly operator: UnaryOperator; readonly operand: Expression; readonly offset: number }
  | {
      readonly kind: 'binary'
      readonly operator: BinaryOperator
      readonly left: Expression
      readonly right: Expression
      readonly offset: number
    }
  /** `operand[bars]`: the value so many bars ago. */
  | { readonly kind: 'past'; readonly operand: Expression; readonly bars: Expression; readonly offset: number }

export type UnaryOperator = '-' | 'not'
export type Comparison = '<' | '<=' | '>' | '>=' | '==' | '!='
export type Arithmetic = '+' | '-' | '*' | '/'
export type BinaryOperator = 'or' | 'and' | Comparison | Arithmetic

/** How tightly an operator binds; those of equal power group from the left. */
const POWER: Readonly<Record<BinaryOperator, number>> = {
  or: 1,
  and: 2,
  '<': 4,
  '<=': 4,
  '>': 4,
  '>=': 4,
  '==': 4,
  '!=': 4,
  '+': 5,
  '-': 5,
  '*': 6,
  '/': 6,
}
const NOT_POWER = 3
const COMPARISON_POWER = 4
const MINUS_POWER = 7
/** Far deeper than anyone writes, far shallower than the call stack. */
const MAX_DEPTH = 200

/**
 * Parses one expression by precedence climbing (V. Pratt, Top down operator precedence, 1973).
 * @throws ExpressionError naming the place and what was expected there.
 */
export function parseExpression(text: string): Expression {
  return new Parser(text).parseAll()
}

class Parser {
  readonly #text: string
  readonly #tokens: readonly Token[]
  #at = 0
  #depth = 0

  constructor(text: string) {
    this.#text = text
    this.#tokens = tokenize(text)
  }

  parseAll(): Expression {
    const expression = this.#parse(0)
    if (this.#peek().kind !== 'end') throw this.#expected('an operator or the end')
    return expression
  }

  /** An expression of operators that bind more tightly than `power`. */
  #parse(power: number): Expression {
    if (++this.#depth > MAX_DEPTH) throw new ExpressionError('is nested too deeply', this.#text, this.#peek().offset)
    let left = this.#parsePrefix()
    for (let operator = this.#operatorAbove(power); operator !== null; operator = this.#operatorAbove(power)) {
      const { offset } = this.#take()
      left = { kind: 'binary', operator, left, right: this.#parse(POWER[operator]), offset }
      if (POWER[operator] === COMPARISON_POWER) this.#refuseChain()
    }
    this.#depth--
    return left
  }

  #operatorAbove(power: number): BinaryOperator | null {
    const { text } = this.#peek()
    if (!Object.hasOwn(POWER, text)) return null
    const operator = text as BinaryOperator
    return POWER[operator] > power ? operator : null
  }

  #refuseChain(): void {
    const { text, offset } = this.#peek()
    if (Object.hasOwn(POWER, text) && POWER[text as BinaryOperator] === COMPARISON_POWER)
      throw new ExpressionError('comparisons cannot be chained; write a < b and b < c', this.#text, offset)
  }

  #parsePrefix(): Expression {
    const { text, offset } = this.#peek()
    if (text === 'not' || text === '-') {
      this.#take()
      return { kind: 'unary', operator: text, operand: this.#parse(text === 'not' ? NOT_POWER : MINUS_POWER), offset }
    }
    let expression = this.#parsePrimary()
    while (this.#peek().text === '[') {
      this.#take()
      expression = { kind: 'past', operand: expression, bars: this.#parse(0), offset }
      this.#expect(']')
    }
    return expression
  }

  #parsePrimary(): Expression {
    const { kind, text, offset } = this.#peek()
    if (kind === 'number') {
      this.#take()
      return { kind, value: Number(text), offset }
    }
    if (text === '(') {
      this.#take()
      const expression = this.#parse(0)
      this.#expect(')')
      return expression
    }
    if (kind !== 'name' || text === 'and' || text === 'or') throw this.#expected('a number, a name, "not", "-" or "("')
    this.#take()
    if (this.#peek().text !== '(') return { kind, name: text, offset }
    return { kind: 'call', name: text, args: this.#parseArguments(), offset }
  }

  #parseArguments(): Expression[] {
    this.#take()
    const args: Expression[] = []
    while (this.#peek().text !== ')') {
      if (args.length > 0) this.#expect(',', '"," or ")"')
      args.push(this.#parse(0))
    }
    this.#take()
    return args
  }

  #peek(): Token {
    return this.#tokens[this.#at]!
  }

  #take(): Token {
    return this.#tokens[this.#at++]!
  }

  #expect(sign: string, what = `"${sign}"`): void {
    if (this.#peek().text !== sign) throw this.#expected(what)
    this.#at++
  }

  #expected(what: string): ExpressionError {
    const { kind, text, offset } = this.#peek()
    return new ExpressionError(`expected ${what}, found ${kind === 'end' ? 'the end' : `"${text}"`}`, this.#text, offset)
  }
}
