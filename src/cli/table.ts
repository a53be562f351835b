export interface TableColumn<Row> {
  readonly title: string
  readonly cell: (row: Row) => string
  readonly align?: 'right'
}

/** Rows under aligned titles, two blanks between columns, no wrapping; every line ends with a newline. */
export function formatTable<Row>(rows: readonly Row[], columns: readonly TableColumn<Row>[]): string {
  const cells = [columns.map(({ title }) => title), ...rows.map((row) => columns.map(({ cell }) => cell(row)))]
  const widths = columns.map((_, index) => Math.max(...cells.map((line) => line[index]!.length)))
  const pad = (text: string, index: number) =>
    columns[index]!.align === 'right' ? text.padStart(widths[index]!) : text.padEnd(widths[index]!)
  return cells.map((line) => `${line.map(pad).join('  ').trimEnd()}\n`).join('')
}

/** Names and values under one another. */
export function formatFacts(facts: readonly (readonly [name: string, value: string])[]): string {
  const width = Math.max(...facts.map(([name]) => name.length))
  return facts.map(([name, value]) => `${name.padEnd(width)}  ${value}\n`).join('')
}
