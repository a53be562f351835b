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

type VisitLine = (line: string, lineNumber: number) => void

/** Cuts text that comes in pieces into lines: calls back with every line that is not blank and its 1-based number; a final \r goes. */
export class LineSplitter {
  readonly #visit: VisitLine
  #rest = ''
  #lineNumber = 0

  constructor(visit: VisitLine) {
    this.#visit = visit
  }

  push(piece: string): void {
    const text = this.#rest + piece
    let from = this.#lineNumber === 0 && text.charCodeAt(0) === 0xfeff ? 1 : 0
    for (let newline = text.indexOf('\n', from); newline !== -1; newline = text.indexOf('\n', from)) {
      this.#line(text.slice(from, newline))
      from = newline + 1
    }
    this.#rest = text.slice(from)
  }

  /** The text is over: a last line needs no newline. */
  end(): void {
    if (this.#rest !== '') this.#line(this.#rest)
    this.#rest = ''
  }

  #line(content: string): void {
    this.#lineNumber++
    const line = content.endsWith('\r') ? content.slice(0, -1) : content
    if (line.trim() !== '') this.#visit(line, this.#lineNumber)
  }
}

/** Every line of a whole text that is not blank; see LineSplitter. */
export function forEachLine(text: string, visit: VisitLine): void {
  const splitter = new LineSplitter(visit)
  splitter.push(text)
  splitter.end()
}
