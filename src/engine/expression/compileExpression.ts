import { assertNever } from '#shared/domain/appError.ts'
import type { Bars } from '#shared/domain/dataset.ts'
import { ExpressionError } from './expressionError.ts'
import { type ArgumentKind, type ExpressionFunction, FUNCTIONS } from './functions.ts'
import { type Arithmetic, type BinaryOperator, type Comparison, type Expression, parseExpression } from './parseExpression.ts'
import { arithmetic, both, compare, compute, either, negate, past, type Series } from './seriesOperations.ts'

/** Bars a window or a look back may span. */
const MAX_BARS = 5000
export const COLUMNS = ['open', 'high', 'low', 'close', 'volume'] as const
type Column = (typeof COLUMNS)[number]

/** A checked expression: a fixed number, a column of numbers, or a condition (1, 0, NaN = not known) at every bar. */
interface Compiled {
  readonly kind: 'constant' | 'series' | 'condition'
  /** The number itself; NaN unless `kind` is constant. */
  readonly value: number
  /** Largest index at which any indicator in it first exists. */
  readonly warmUp: number
  readonly evaluate: (bars: Bars) => Series
}

export interface CompiledRule {
  /** Largest index at which any indicator of the rule first exists, given bars without gaps. */
  readonly warmUp: number
  /** Parameter names the rule uses. */
  readonly uses: ReadonlySet<string>
  /** 1, 0 or NaN (not known) per bar, each made of bars up to its own and none later. */
  readonly evaluate: (bars: Bars) => Series
}

/**
 * Parses and checks an expression that must be a condition. `parameters` are the numbers the user has named.
 * @throws ExpressionError with line and column: syntax, unknown names, wrong kinds of arguments, looks ahead.
 */
export function compileRule(text: string, parameters: Readonly<Record<string, number>>): CompiledRule {
  const uses = new Set<string>()
  const tree = parseExpression(text)
  const { kind, warmUp, evaluate } = new Compiler(text, parameters, uses).compile(tree)
  if (kind === 'condition') return { warmUp, uses, evaluate }
  throw new ExpressionError(`expected a condition such as close > sma(20), found ${NAMES[kind]}`, text, tree.offset)
}

const NAMES: Readonly<Record<Compiled['kind'], string>> = { constant: 'a number', series: 'a series', condition: 'a condition' }

class Compiler {
  readonly #text: string
  readonly #parameters: Readonly<Record<string, number>>
  readonly #uses: Set<string>

  constructor(text: string, parameters: Readonly<Record<string, number>>, uses: Set<string>) {
    this.#text = text
    this.#parameters = parameters
    this.#uses = uses
  }

  compile(node: Expression): Compiled {
    switch (node.kind) {
      case 'number':
        return constant(node.value)
      case 'name':
        return this.#name(node)
      case 'call':
        return this.#call(node)
      case 'unary':
        return this.#unary(node)
      case 'binary':
        return this.#binary(node)
      case 'past':
        return this.#past(node)
      default:
        return assertNever(node)
    }
  }

  #name({ name, offset }: Extract<Expression, { kind: 'name' }>): Compiled {
    if (COLUMNS.includes(name as Column)) return computed('series', 0, (bars) => bars[name as Column])
    if (Object.hasOwn(this.#parameters, name)) {
      this.#uses.add(name)
      return constant(this.#parameters[name]!)
    }
    if (Object.hasOwn(FUNCTIONS, name)) throw this.#error(`${name} is a function; write ${signature(name)}`, offset)
    const known = [...COLUMNS, ...Object.keys(this.#parameters)].join(', ')
    throw this.#error(`${name} is not known; expected one of ${known}, or a parameter under params`, offset)
  }

  #call({ name, args, offset }: Extract<Expression, { kind: 'call' }>): Compiled {
    if (!Object.hasOwn(FUNCTIONS, name)) {
      throw this.#error(`there is no function ${name}; there are ${Object.keys(FUNCTIONS).join(', ')}`, offset)
    }
    const called = FUNCTIONS[name]!
    const complete = takesCloseByDefault(called, args.length) ? [{ kind: 'name', name: 'close', offset } as const, ...args] : args
    if (complete.length !== called.args.length) throw this.#error(`expected ${signature(name)}, found ${args.length} arguments`, offset)
    const given = complete.map((node, k) => this.#argument(node, called.args[k]!))
    const series = given.filter((_, k) => called.args[k]!.kind === 'series')
    const numbers = given.filter((_, k) => called.args[k]!.kind !== 'series').map(({ value }) => value)
    const warmUp = Math.max(0, ...series.map((part) => part.warmUp)) + called.warmUp(numbers)
    return computed(called.result, warmUp, (bars) => called.evaluate({ series: series.map((part) => part.evaluate(bars)), numbers, bars }))
  }

  #argument(node: Expression, { name, kind }: { name: string; kind: ArgumentKind }): Compiled {
    if (kind === 'series') return this.#number(node, `as ${name}`)
    if (kind === 'bars') return this.#bars(node, { name, min: 1 })
    const given = this.compile(node)
    if (given.kind === 'constant') return given
    throw this.#error(`expected a fixed number as ${name}, found ${NAMES[given.kind]}`, node.offset)
  }

  /** A whole number of bars that is known before the run. */
  #bars(node: Expression, { name, min }: { name: string; min: number }): Compiled {
    const given = this.compile(node)
    if (given.kind === 'constant' && Number.isInteger(given.value) && given.value >= min && given.value <= MAX_BARS) return given
    const found = given.kind === 'constant' ? String(given.value) : NAMES[given.kind]
    const ahead = given.kind === 'constant' && given.value < 0 ? ': no rule can see later bars' : ''
    throw this.#error(`expected a whole number of bars from ${min} to ${MAX_BARS} as ${name}, found ${found}${ahead}`, node.offset)
  }

  #past({ operand, bars, offset }: Extract<Expression, { kind: 'past' }>): Compiled {
    const now = this.compile(operand)
    if (now.kind === 'constant') throw this.#error('expected a series or a condition before "[", found a number', offset)
    const { value } = this.#bars(bars, { name: 'bars ago', min: 0 })
    return computed(now.kind, now.warmUp + value, (all) => past(now.evaluate(all), value))
  }

  #unary({ operator, operand }: Extract<Expression, { kind: 'unary' }>): Compiled {
    if (operator === 'not') {
      const { warmUp, evaluate } = this.#condition(operand, 'after "not"')
      return computed('condition', warmUp, (bars) => negate(evaluate(bars)))
    }
    const { kind, value, warmUp, evaluate } = this.#number(operand, 'after "-"')
    return kind === 'constant' ? constant(-value) : computed('series', warmUp, (bars) => evaluate(bars).map((each) => -each))
  }

  #binary({ operator, left, right }: Extract<Expression, { kind: 'binary' }>): Compiled {
    const place = (side: string) => `${side} "${operator}"`
    if (operator === 'and' || operator === 'or') {
      const combine = operator === 'and' ? both : either
      return merge('condition', [this.#condition(left, place('before')), this.#condition(right, place('after'))], combine)
    }
    const parts = [this.#number(left, place('before')), this.#number(right, place('after'))] as const
    if (!isArithmetic(operator)) return merge('condition', parts, (a, b) => compare(operator, a, b))
    const [a, b] = parts
    if (a.kind === 'constant' && b.kind === 'constant') return constant(compute(operator, a.value, b.value))
    return merge('series', parts, (first, second) => arithmetic(operator, first, second))
  }

  #condition(node: Expression, place: string): Compiled {
    const given = this.compile(node)
    if (given.kind === 'condition') return given
    throw this.#error(`expected a condition ${place}, found ${NAMES[given.kind]}`, node.offset)
  }

  #number(node: Expression, place: string): Compiled {
    const given = this.compile(node)
    if (given.kind !== 'condition') return given
    throw this.#error(`expected a number or a series ${place}, found a condition`, node.offset)
  }

  #error(problem: string, offset: number): ExpressionError {
    return new ExpressionError(problem, this.#text, offset)
  }
}

function constant(value: number): Compiled {
  return { kind: 'constant', value, warmUp: 0, evaluate: (bars) => new Float64Array(bars.close.length).fill(value) }
}

function computed(kind: 'series' | 'condition', warmUp: number, evaluate: Compiled['evaluate']): Compiled {
  return { kind, value: Number.NaN, warmUp, evaluate }
}

function merge(
  kind: 'series' | 'condition',
  [left, right]: readonly [Compiled, Compiled],
  combine: (a: Series, b: Series) => Series,
): Compiled {
  return computed(kind, Math.max(left.warmUp, right.warmUp), (bars) => combine(left.evaluate(bars), right.evaluate(bars)))
}

function isArithmetic(operator: Exclude<BinaryOperator, 'and' | 'or'>): operator is Exclude<typeof operator, Comparison> & Arithmetic {
  return operator === '+' || operator === '-' || operator === '*' || operator === '/'
}

function takesCloseByDefault({ args }: ExpressionFunction, given: number): boolean {
  return args[0]?.name === 'x' && given === args.length - 1
}

/** How a function is called: `sma(x, n)`. */
export function signature(name: string): string {
  return `${name}(${FUNCTIONS[name]!.args.map((arg) => arg.name).join(', ')})`
}
