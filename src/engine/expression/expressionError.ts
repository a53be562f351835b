/** A fault in the text of an expression, with the place it stands at; lines and columns count from 1. */
export class ExpressionError extends Error {
  readonly line: number
  readonly column: number
  /** What is wrong and what was expected, without the position. */
  readonly problem: string

  constructor(problem: string, text: string, offset: number) {
    const before = text.slice(0, offset).split('\n')
    const line = before.length
    const column = before[before.length - 1]!.length + 1
    super(`line ${line}, column ${column}: ${problem}`)
    this.name = 'ExpressionError'
    this.problem = problem
    this.line = line
    this.column = column
  }
}
