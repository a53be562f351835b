import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ExpressionError } from './expressionError.ts'
import { type Expression, parseExpression } from './parseExpression.ts'

/** The tree written out with brackets around every operation. */
function show(node: Expression): string {
  switch (node.kind) {
    case 'number':
      return String(node.value)
    case 'name':
      return node.name
    case 'call':
      return `${node.name}(${node.args.map(show).join(',')})`
    case 'unary':
      return `(${node.operator} ${show(node.operand)})`
    case 'binary':
      return `(${show(node.left)} ${node.operator} ${show(node.right)})`
    case 'past':
      return `${show(node.operand)}[${show(node.bars)}]`
  }
}

describe('precedence', () => {
  it.each([
    ['a + b * c', '(a + (b * c))'],
    ['a - b - c', '((a - b) - c)'],
    ['a / b / c', '((a / b) / c)'],
    ['-a * b', '((- a) * b)'],
    ['-a[1]', '(- a[1])'],
    ['a or b and c', '(a or (b and c))'],
    ['not a < b and c', '((not (a < b)) and c)'],
    ['not not a', '(not (not a))'],
    ['a + 1 < b * 2', '((a + 1) < (b * 2))'],
    ['(a or b) and c', '((a or b) and c)'],
    ['f()', 'f()'],
    ['f(a, g(b, 1.5e-3))[2]', 'f(a,g(b,0.0015))[2]'],
    ['a[1][2]', 'a[1][2]'],
    ['crossover(sma(close, fast), sma(close, slow)) and rsi(14) < 60', '(crossover(sma(close,fast),sma(close,slow)) and (rsi(14) < 60))'],
    ['a\n  and\tb', '(a and b)'],
  ])('%s', (text, tree) => expect(show(parseExpression(text))).toBe(tree))
})

describe('errors say where, and what was expected', () => {
  it.each([
    ['', 'line 1, column 1: expected a number, a name, "not", "-" or "(", found the end'],
    ['close >', 'line 1, column 8: expected a number, a name, "not", "-" or "(", found the end'],
    ['close > open open', 'line 1, column 14: expected an operator or the end, found "open"'],
    ['sma(close, 10', 'line 1, column 14: expected "," or ")", found the end'],
    ['sma(close 10)', 'line 1, column 11: expected "," or ")", found "10"'],
    ['sma(close,)', 'line 1, column 11: expected a number, a name, "not", "-" or "(", found ")"'],
    ['(close > open', 'line 1, column 14: expected ")", found the end'],
    ['close[1', 'line 1, column 8: expected "]", found the end'],
    ['close = open', 'line 1, column 7: "=" has no meaning here; use == to compare'],
    ['close > open\n  && rsi(14) < 5', 'line 2, column 3: "&" has no meaning here; use "and" and "or"'],
    ['a < b < c', 'line 1, column 7: comparisons cannot be chained; write a < b and b < c'],
    ['close > open and and', 'line 1, column 18: expected a number, a name, "not", "-" or "(", found "and"'],
    ['close; drop', 'line 1, column 6: ";" has no meaning here'],
    ['"close"', 'line 1, column 1: """ has no meaning here'],
  ])('%s', (text, message) => expect(() => parseExpression(text)).toThrow(message))

  it('never fails in any other way', () => {
    const pieces = fc.constantFrom(
      'close',
      '(',
      ')',
      '[',
      ']',
      ',',
      'and',
      'or',
      'not',
      '<',
      '==',
      '-',
      '*',
      '1',
      '.5',
      ' ',
      'sma',
      '$',
      '\n',
      'é',
    )
    const texts = fc.oneof(
      fc.string({ maxLength: 60 }),
      fc.array(pieces, { maxLength: 40 }).map((words) => words.join(' ')),
    )
    fc.assert(
      fc.property(texts, (text) => {
        try {
          parseExpression(text)
        } catch (error) {
          expect(error).toBeInstanceOf(ExpressionError)
        }
      }),
      { numRuns: 2000 },
    )
  })

  it.each(['(', 'not ', '-', 'f('])('a thousand times "%s" is an error, not a crash', (opening) => {
    expect(() => parseExpression(opening.repeat(1000))).toThrow('nested too deeply')
  })
})
