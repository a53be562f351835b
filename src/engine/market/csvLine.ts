const DELIMITERS = [',', ';', '\t'] as const
export type Delimiter = (typeof DELIMITERS)[number]

/** The delimiter that splits a header line into most cells. */
export function findDelimiter(header: string): Delimiter {
  return DELIMITERS.reduce((best, candidate) => (header.split(candidate).length > header.split(best).length ? candidate : best))
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

/** Calls back with every line that is not blank and its 1-based number; a final \r goes. */
export function forEachLine(text: string, visit: (line: string, lineNumber: number) => void): void {
  let from = text.charCodeAt(0) === 0xfeff ? 1 : 0
  for (let lineNumber = 1; from < text.length; lineNumber++) {
    const newline = text.indexOf('\n', from)
    const end = newline === -1 ? text.length : newline
    const line = text.slice(from, text.charCodeAt(end - 1) === 13 ? end - 1 : end)
    if (line.trim() !== '') visit(line, lineNumber)
    from = end + 1
  }
}
