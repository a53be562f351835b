import { describe, expect, it } from 'vitest'
import { parseConstraint } from './parseConstraint.ts'

const NAMES = ['fast', 'slow', 'x']
const holds = (text: string, values: readonly number[]) => parseConstraint(text, NAMES)(Float64Array.from(values))

describe('constraints', () => {
  it.each([
    { text: 'fast < slow', values: [5, 10, 0], expected: true },
    { text: 'fast < slow', values: [10, 10, 0], expected: false },
    { text: 'fast <= slow', values: [10, 10, 0], expected: true },
    { text: 'fast >= slow', values: [9, 10, 0], expected: false },
    { text: 'fast > slow', values: [11, 10, 0], expected: true },
    { text: 'fast == slow', values: [10, 10, 0], expected: true },
    { text: 'fast != slow', values: [10, 10, 0], expected: false },
    { text: 'slow - fast >= 10', values: [5, 15, 0], expected: true },
    { text: 'slow / fast > 2.5', values: [4, 10, 0], expected: false },
    { text: 'fast * 2 + 1 == slow', values: [7, 15, 0], expected: true },
    { text: '1 + fast * 2 == slow', values: [7, 15, 0], expected: true },
    { text: '(1 + fast) * 2 == slow', values: [7, 16, 0], expected: true },
    { text: 'slow - fast - x == 1', values: [2, 5, 2], expected: true },
    { text: 'slow / fast / x == 2', values: [2, 8, 2], expected: true },
    { text: '-fast > -slow', values: [5, 10, 0], expected: true },
    { text: '--fast == 5', values: [5, 0, 0], expected: true },
    { text: 'x == 1e-3', values: [0, 0, 0.001], expected: true },
    { text: '.5 < x', values: [0, 0, 0.6], expected: true },
    { text: '5 < fast < slow', values: [6, 7, 0], expected: true },
    { text: '5 < fast < slow', values: [6, 6, 0], expected: false },
    { text: 'fast < 3 or slow < 3 and x < 3', values: [1, 9, 9], expected: true },
    { text: '(fast < 3 or slow < 3) and x < 3', values: [1, 9, 9], expected: false },
    { text: 'not fast < slow', values: [5, 10, 0], expected: false },
    { text: 'not (fast < slow) or x > 0', values: [5, 10, 1], expected: true },
    { text: 'not not fast < slow', values: [5, 10, 0], expected: true },
    { text: '  ( fast<slow )  ', values: [5, 10, 0], expected: true },
    { text: 'fast / slow > 1', values: [0, 0, 0], expected: false },
    { text: 'fast / slow != 1', values: [0, 0, 0], expected: true },
  ])('$text with $values', ({ text, values, expected }) => expect(holds(text, values)).toBe(expected))
})

describe('what is no constraint is refused with its position', () => {
  it.each([
    { text: '', position: 0, problem: /expected a name, a number or "\(", found the end/ },
    { text: 'fast <', position: 6, problem: /found the end/ },
    { text: 'fast << slow', position: 6, problem: /found "<"/ },
    { text: 'fast = slow', position: 5, problem: /"=" means nothing here/ },
    { text: 'fast < slow;', position: 11, problem: /";" means nothing here/ },
    { text: 'fast < slow slow', position: 12, problem: /expected an operator or the end, found "slow"/ },
    { text: 'fast < (slow', position: 12, problem: /expected "\)"/ },
    { text: 'fast + slow', position: 0, problem: /a condition was expected/ },
    { text: 'fast < slow and x', position: 16, problem: /a condition was expected/ },
    { text: '(fast < slow) + 1 > 0', position: 1, problem: /a number was expected/ },
    { text: 'not fast', position: 4, problem: /a condition was expected/ },
    { text: 'fast < medium', position: 7, problem: /medium is not a numeric parameter.*fast, slow, x/ },
    { text: 'constructor < 1', position: 0, problem: /constructor is not a numeric parameter/ },
    { text: 'and fast < slow', position: 0, problem: /found "and"/ },
    { text: 'process.exit()', position: 7, problem: /"\." means nothing here/ },
  ])('$text', ({ text, position, problem }) => {
    expect(() => parseConstraint(text, NAMES)).toThrow(
      expect.objectContaining({ code: 'invalid_input', details: { field: 'where', position } }),
    )
    expect(() => parseConstraint(text, NAMES)).toThrow(problem)
  })
})
