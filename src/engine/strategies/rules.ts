import type { ParameterDescriptor, Parameters, StrategyDescriptor } from '#shared/domain/strategyType.ts'
import { COLUMNS, type CompiledRule, compileRule } from '../expression/compileExpression.ts'
import { ExpressionError } from '../expression/expressionError.ts'
import { FUNCTIONS } from '../expression/functions.ts'
import { EXIT_LONG, EXIT_SHORT, FLAT, HOLD, LONG, SHORT } from './signalCode.ts'
import type { ParameterConflict, SignalFamily, StrategyInput } from './strategyFamily.ts'

const MAX_LENGTH = 2000
const RULE_NAMES = ['entry', 'exit', 'entry_short', 'exit_short'] as const
type RuleName = (typeof RULE_NAMES)[number]

/** What a user's own number is called in the parameters: `params.fast` is `fast` in an expression. */
const PREFIX = 'params.'
const USER_NAME = /^params\.[A-Za-z_][A-Za-z0-9_]*$/
const RESERVED = new Set<string>([...COLUMNS, ...Object.keys(FUNCTIONS), 'and', 'or', 'not'])

type TextParameter = Extract<ParameterDescriptor, { kind: 'text' }>

const rule = (name: RuleName, words: Pick<TextParameter, 'label' | 'help' | 'default'>): TextParameter => ({
  kind: 'text',
  name,
  unit: '',
  maxLength: MAX_LENGTH,
  ...words,
})

const descriptor: StrategyDescriptor = {
  type: 'rules',
  title: 'Rules',
  summary: 'Your own entry and exit conditions, written as expressions over bars and indicators.',
  rule: 'Buy while the entry condition holds, leave while the exit condition holds; the mirror for shorts. An entry goes before an exit; both entries at once cancel out. Numbers under params stand in the expressions by their name.',
  universe: 'single',
  parameters: [
    rule('entry', {
      label: 'Entry',
      help: 'Condition to be long; empty means never.',
      default: 'crossover(sma(close, 10), sma(close, 20))',
    }),
    rule('exit', {
      label: 'Exit',
      help: 'Condition to leave a long; empty means only when reversed.',
      default: 'crossunder(sma(close, 10), sma(close, 20))',
    }),
    rule('entry_short', { label: 'Short entry', help: 'Condition to be short; empty means never.', default: '' }),
    rule('exit_short', {
      label: 'Short exit',
      help: 'Condition to leave a short; empty means only when reversed.',
      default: '',
    }),
  ],
}

/** A number the user has named. A rule says what it means, so its bounds are wide. */
function userParameter(name: string): ParameterDescriptor | null {
  if (!USER_NAME.test(name)) return null
  const label = name.slice(PREFIX.length)
  const help = `The number ${label} in the rules.`
  return { kind: 'number', name, label, help, unit: '', min: -1e9, max: 1e9, step: 1, default: 0, sweep: null }
}

type CompiledRules = Readonly<Record<RuleName, CompiledRule | null>>

function compileRules(parameters: Parameters): CompiledRules {
  const numbers = userNumbers(parameters)
  const compile = (name: RuleName) => {
    const text = String(parameters[name])
    return text.trim() === '' ? null : compileRule(text, numbers)
  }
  return { entry: compile('entry'), exit: compile('exit'), entry_short: compile('entry_short'), exit_short: compile('exit_short') }
}

function userNumbers(parameters: Parameters): Record<string, number> {
  const named = Object.entries(parameters).filter(([name]) => name.startsWith(PREFIX))
  return Object.fromEntries(named.map(([name, value]) => [name.slice(PREFIX.length), Number(value)]))
}

function decide({ bars, parameters }: StrategyInput): Int8Array {
  const rules = compileRules(parameters)
  const holds = (name: RuleName) => rules[name]?.evaluate(bars) ?? new Float64Array(bars.close.length)
  const [entry, exit, entryShort, exitShort] = RULE_NAMES.map(holds) as [Float64Array, Float64Array, Float64Array, Float64Array]
  const codes = new Int8Array(bars.close.length)
  for (let i = firstDecisionBar(parameters); i < codes.length; i++) {
    // A condition that is not known (NaN) does not hold.
    const wantsLong = entry[i] === 1
    const wantsShort = entryShort[i] === 1
    codes[i] = wantsLong === wantsShort ? exitCode(exit[i] === 1, exitShort[i] === 1) : wantsLong ? LONG : SHORT
  }
  return codes
}

function exitCode(leavesLong: boolean, leavesShort: boolean): number {
  if (leavesLong && leavesShort) return FLAT
  if (leavesLong) return EXIT_LONG
  return leavesShort ? EXIT_SHORT : HOLD
}

/** One bar after the last indicator exists: conditions may compare with the bar before. */
function firstDecisionBar(parameters: Parameters): number {
  const rules = Object.values(compileRules(parameters)).filter((each) => each !== null)
  return 1 + Math.max(0, ...rules.map(({ warmUp }) => warmUp))
}

function findConflict(parameters: Parameters): ParameterConflict | null {
  const names = Object.keys(userNumbers(parameters))
  const reserved = names.find((name) => RESERVED.has(name))
  if (reserved !== undefined) return { name: PREFIX + reserved, problem: 'is a word of the language; choose another name' }
  const used = new Set<string>()
  for (const name of RULE_NAMES) {
    const problem = checkRule(name, parameters, used)
    if (problem !== null) return { name, problem }
  }
  const idle = names.find((name) => !used.has(name))
  if (idle !== undefined) return { name: PREFIX + idle, problem: 'is used by no rule; use it or leave it out' }
  const isEmpty = (name: RuleName) => String(parameters[name]).trim() === ''
  return isEmpty('entry') && isEmpty('entry_short')
    ? { name: 'entry', problem: 'is empty, and so is entry_short: nothing would ever be bought or sold' }
    : null
}

/** What is wrong with a rule; null when nothing is. Adds the user's numbers it uses to `used`. */
function checkRule(name: RuleName, parameters: Parameters, used: Set<string>): string | null {
  const text = String(parameters[name])
  if (text.trim() === '') return null
  try {
    for (const each of compileRule(text, userNumbers(parameters)).uses) used.add(each)
    return null
  } catch (error) {
    if (error instanceof ExpressionError) return error.message
    throw error
  }
}

export const rules: SignalFamily = { kind: 'signal', descriptor, decide, firstDecisionBar, findConflict, userParameter }
