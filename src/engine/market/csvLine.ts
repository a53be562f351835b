import { DELIMITERS, type Delimiter } from '#shared/domain/fileReading.ts'

/** The delimiter that splits a header line into most cells. */
export function findDelimiter(header: string, candidates: readonly Delimiter[] = DELIMITERS): Delimiter {
  return candidates.reduce((best, candidate) => (header.split(candidate).length > header.split(best).length ? candidate : best))
}

/** Cells of one line. Quotes around a cell go, doubled quotes inside become one; a cell cannot span lines. */
export function splitCsvLine(line: string, delimiter: Delimiter): string[] {
  if (!line.includes('"')) return line.split(delimiter)
  const cells: string[] = []
  let cell = ''
  let isQuoted = false
  for (let i = 0; i < line.length; i++) {
    const character = line[i]!
    if (character === '"' && isQuoted && line[i + 1] === '"') cell += line[++i]
    else if (character === '"') isQuoted = !isQuoted
    else if (character === delimiter && !isQuoted) {
      cells.push(cell)
      cell = ''
    } else cell += character
  }
  return [...cells, cell]
}

/** Called with a line that lies in `text` from `from` to `to`, without its line end. */
type VisitSpan = (text: string, from: number, to: number) => void

/** Cuts text that comes in pieces into lines: calls back with every line that is not blank; a final \r goes. */
export class LineSplitter {
  readonly #visit: VisitSpan
  #rest = ''
  #lineNumber = 0

  constructor(visit: VisitSpan) {
    this.#visit = visit
  }

  /** Of the line last called back with, counted from 1. */
  get lineNumber(): number {
    return this.#lineNumber
  }

  push(piece: string): void {
    let from = 0
    let newline = piece.indexOf('\n')
    if (this.#rest !== '' && newline !== -1) {
      // Only the line that was cut is put together: characters of a joined text are slow to reach.
      const line = this.#rest + piece.slice(0, newline)
      this.#rest = ''
      this.#line(line, 0, line.length)
      from = newline + 1
      newline = piece.indexOf('\n', from)
    }
    for (; newline !== -1; newline = piece.indexOf('\n', from)) {
      this.#line(piece, from, newline)
      from = newline + 1
    }
    this.#rest += piece.slice(from)
  }

  /** The text is over: a last line needs no newline. */
  end(): void {
    if (this.#rest !== '') this.#line(this.#rest, 0, this.#rest.length)
    this.#rest = ''
  }

  #line(text: string, start: number, end: number): void {
    this.#lineNumber++
    const from = this.#lineNumber === 1 && text.charCodeAt(start) === BYTE_ORDER_MARK ? start + 1 : start
    const to = end > from && text.charCodeAt(end - 1) === CARRIAGE_RETURN ? end - 1 : end
    const first = text.charCodeAt(from)
    // Most lines begin with a digit, a letter or a quote; only others have to be looked at for being blank.
    const isBlank = to === from || ((first <= SPACE || first > LAST_ASCII) && text.slice(from, to).trim() === '')
    if (!isBlank) this.#visit(text, from, to)
  }
}

const CARRIAGE_RETURN = 0x0d
const SPACE = 0x20
const LAST_ASCII = 0x7e
const BYTE_ORDER_MARK = 0xfeff

/** Calls back with every line of a whole text that is not blank, and its 1-based number. */
export function forEachLine(text: string, visit: (line: string, lineNumber: number) => void): void {
  const splitter = new LineSplitter((whole, from, to) => visit(whole.slice(from, to), splitter.lineNumber))
  splitter.push(text)
  splitter.end()
}
