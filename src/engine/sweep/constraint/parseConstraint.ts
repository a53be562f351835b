import { constraintError } from './constraintError.ts'
import { readTokens, type Token } from './readTokens.ts'

/** Whether a combination of parameters is wanted; `values` stand in the order of the names the constraint was parsed with. */
export type Constraint = (values: Float64Array) => boolean

type Quantity = (values: Float64Array) => number

/** A parsed part of the text: a number or a condition, which never stand in for one another. */
type Part =
  | { readonly kind: 'number'; readonly evaluate: Quantity; readonly position: number }
  | { readonly kind: 'condition'; readonly evaluate: Constraint; readonly position: number }

const COMPARISONS: Readonly<Record<string, (left: number, right: number) => boolean>> = {
  '<': (left, right) => left < right,
  '<=': (left, right) => left <= right,
  '>': (left, right) => left > right,
  '>=': (left, right) => left >= right,
  '==': (left, right) => left === right,
  '!=': (left, right) => left !== right,
}

const SUMS: Readonly<Record<string, (left: number, right: number) => number>> = {
  '+': (left, right) => left + right,
  '-': (left, right) => left - right,
}

const PRODUCTS: typeof SUMS = {
  '*': (left, right) => left * right,
  '/': (left, right) => left / right,
}

/**
 * Reads a condition on numeric parameters, such as `fast < slow and slow - fast >= 10`:
 *
 *     condition  = both ("or" both)*          both = single ("and" single)*
 *     single     = "not" single | comparison  comparison = sum (("<" | "<=" | ">" | ">=" | "==" | "!=") sum)*
 *     sum        = product (("+" | "-") product)*
 *     product    = factor (("*" | "/") factor)*
 *     factor     = "-" factor | number | name | "(" condition ")"
 *
 * A chain reads as in mathematics: `5 < fast < slow` is `5 < fast and fast < slow`. Comparisons with NaN (0 / 0) are
 * false, but for `!=`. Text is never executed as code.
 * @throws AppError `invalid_input` naming the character and what was expected there.
 */
export function parseConstraint(text: string, names: readonly string[]): Constraint {
  return new ConstraintParser(text, names).parse()
}

class ConstraintParser {
  readonly #text: string
  readonly #names: readonly string[]
  readonly #tokens: readonly Token[]
  #at = 0

  constructor(text: string, names: readonly string[]) {
    this.#text = text
    this.#names = names
    this.#tokens = readTokens(text)
  }

  parse(): Constraint {
    const whole = this.#requireCondition(this.#either())
    if (this.#next.kind !== 'end') throw this.#unexpected('an operator or the end')
    return whole
  }

  get #next(): Token {
    return this.#tokens[this.#at]!
  }

  #take(): Token {
    return this.#tokens[this.#at++]!
  }

  /** Takes the next token when it is one of these. */
  #takeIf(texts: readonly string[]): string | null {
    return texts.includes(this.#next.text) ? this.#take().text : null
  }

  #either(): Part {
    let left = this.#both()
    while (this.#takeIf(['or']) !== null) {
      const [first, second] = [this.#requireCondition(left), this.#requireCondition(this.#both())]
      left = { kind: 'condition', evaluate: (values) => first(values) || second(values), position: left.position }
    }
    return left
  }

  #both(): Part {
    let left = this.#single()
    while (this.#takeIf(['and']) !== null) {
      const [first, second] = [this.#requireCondition(left), this.#requireCondition(this.#single())]
      left = { kind: 'condition', evaluate: (values) => first(values) && second(values), position: left.position }
    }
    return left
  }

  #single(): Part {
    const { position } = this.#next
    if (this.#takeIf(['not']) === null) return this.#comparison()
    const denied = this.#requireCondition(this.#single())
    return { kind: 'condition', evaluate: (values) => !denied(values), position }
  }

  #comparison(): Part {
    const first = this.#sum()
    const links: Constraint[] = []
    let left = first
    for (let sign = this.#takeIf(Object.keys(COMPARISONS)); sign !== null; sign = this.#takeIf(Object.keys(COMPARISONS))) {
      const compare = COMPARISONS[sign]!
      const right = this.#sum()
      const [low, high] = [this.#requireNumber(left), this.#requireNumber(right)]
      links.push((values) => compare(low(values), high(values)))
      left = right
    }
    if (links.length === 0) return first
    return { kind: 'condition', evaluate: (values) => links.every((holds) => holds(values)), position: first.position }
  }

  #sum(): Part {
    return this.#chain(SUMS, () => this.#product())
  }

  #product(): Part {
    return this.#chain(PRODUCTS, () => this.#factor())
  }

  /** Operators of one rank, from left to right. */
  #chain(operators: typeof SUMS, readOperand: () => Part): Part {
    let left = readOperand()
    for (let sign = this.#takeIf(Object.keys(operators)); sign !== null; sign = this.#takeIf(Object.keys(operators))) {
      const combine = operators[sign]!
      const [first, second] = [this.#requireNumber(left), this.#requireNumber(readOperand())]
      left = { kind: 'number', evaluate: (values) => combine(first(values), second(values)), position: left.position }
    }
    return left
  }

  #factor(): Part {
    const { kind, text, position } = this.#next
    if (text === '(') return this.#parenthesis()
    if (text === '-') {
      this.#take()
      const negated = this.#requireNumber(this.#factor())
      return { kind: 'number', evaluate: (values) => -negated(values), position }
    }
    if (kind === 'number') {
      this.#take()
      const value = Number(text)
      return { kind: 'number', evaluate: () => value, position }
    }
    if (kind === 'name' && !['and', 'or', 'not'].includes(text)) return this.#name()
    throw this.#unexpected('a name, a number or "("')
  }

  #parenthesis(): Part {
    this.#take()
    const inner = this.#either()
    if (this.#takeIf([')']) === null) throw this.#unexpected('")"')
    return inner
  }

  #name(): Part {
    const { text, position } = this.#take()
    const index = this.#names.indexOf(text)
    if (index === -1) {
      const known = this.#names.join(', ') || 'none'
      throw constraintError(this.#text, position, `${text} is not a numeric parameter of this strategy; it has ${known}`)
    }
    return { kind: 'number', evaluate: (values) => values[index]!, position }
  }

  #requireNumber(part: Part): Quantity {
    if (part.kind === 'number') return part.evaluate
    throw constraintError(this.#text, part.position, 'a number was expected, this is a condition; join conditions with and, or')
  }

  #requireCondition(part: Part): Constraint {
    if (part.kind === 'condition') return part.evaluate
    throw constraintError(this.#text, part.position, 'a condition was expected, this is a number; compare it, as in fast < slow')
  }

  #unexpected(expected: string): Error {
    const { text, position } = this.#next
    return constraintError(this.#text, position, `expected ${expected}, found ${text === '' ? 'the end' : `"${text}"`}`)
  }
}
