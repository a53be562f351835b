import { type CSSProperties, type KeyboardEvent, useRef, useState } from 'react'
import type { MonthOfReturns, YearOfReturns } from '#shared/domain/monthlyReturns.ts'
import { formatPercent } from '../../format/figures.ts'
import classes from './MonthlyHeatmap.module.css'
import { placeOnScale } from './returnScale.ts'
import { useZoom } from './useZoom.ts'

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const

interface MonthlyHeatmapProps {
  readonly years: readonly YearOfReturns[]
  /** The absolute return with the full colour. */
  readonly scale: number
}

/** A month's place in the table: row of the year, column of the month. */
interface Cell {
  readonly row: number
  readonly column: number
}

const STEPS: Readonly<Record<string, Cell>> = {
  ArrowUp: { row: -1, column: 0 },
  ArrowDown: { row: 1, column: 0 },
  ArrowLeft: { row: 0, column: -1 },
  ArrowRight: { row: 0, column: 1 },
}

/** The next month with bars in one direction; null at the edge. */
function neighbour(years: readonly YearOfReturns[], from: Cell, step: Cell): Cell | null {
  let { row, column } = from
  do {
    row += step.row
    column += step.column
    if (years[row] === undefined || column < 0 || column >= MONTHS.length) return null
  } while (years[row]?.months[column] == null)
  return { row, column }
}

function firstCell(years: readonly YearOfReturns[]): Cell {
  return { row: 0, column: Math.max(0, years[0]?.months.findIndex((month) => month !== null) ?? 0) }
}

/** Years down, months across; one tab stop, arrows move, Enter opens the month in the chart. */
export function MonthlyHeatmap({ years, scale }: MonthlyHeatmapProps) {
  const zoom = useZoom()
  const table = useRef<HTMLTableElement>(null)
  const [stop, setStop] = useState(() => firstCell(years))
  const move = (event: KeyboardEvent) => {
    const step = STEPS[event.key]
    const next = step === undefined ? null : neighbour(years, stop, step)
    if (step !== undefined) event.preventDefault()
    if (next === null) return
    setStop(next)
    table.current?.querySelector<HTMLElement>(`[data-cell="${next.row}/${next.column}"]`)?.focus()
  }
  return (
    <div className={classes['scroller']}>
      <table
        ref={table}
        className={classes['table']}
        data-picture
        onKeyDown={move}
        data-hint="Arrows move between months, Enter opens one in the chart"
      >
        <caption className={classes['caption']}>Returns by month and year</caption>
        <thead>
          <tr>
            <th scope="col">Year</th>
            {MONTHS.map((month) => (
              <th key={month} scope="col">
                {month}
              </th>
            ))}
            <th scope="col">Total</th>
          </tr>
        </thead>
        <tbody>
          {years.map(({ year, months, total }, row) => (
            <tr key={year}>
              <th scope="row">{year}</th>
              {months.map((month, column) => (
                <MonthCell
                  key={MONTHS[column]}
                  name={`${MONTHS[column]} ${year}`}
                  cell={{ row, column }}
                  month={month}
                  scale={scale}
                  isTabStop={stop.row === row && stop.column === column}
                  onFocus={setStop}
                  onOpen={zoom}
                />
              ))}
              <td className={classes['total']}>{formatPercent(total, { decimals: 1 })}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

interface MonthCellProps {
  readonly name: string
  readonly cell: Cell
  readonly month: MonthOfReturns | null
  readonly scale: number
  readonly isTabStop: boolean
  readonly onFocus: (cell: Cell) => void
  readonly onOpen: (month: MonthOfReturns) => void
}

function MonthCell({ name, cell, month, scale, isTabStop, onFocus, onOpen }: MonthCellProps) {
  if (month === null) return <td />
  const shown = formatPercent(month.value, { decimals: 1 })
  const place = placeOnScale(month.value ?? 0, scale)
  return (
    <td className={classes['month']} data-side={place < 0 ? 'loss' : 'gain'} style={{ '--strength': Math.abs(place) } as CSSProperties}>
      <button
        type="button"
        className={classes['value']}
        data-cell={`${cell.row}/${cell.column}`}
        tabIndex={isTabStop ? 0 : -1}
        aria-label={`${name}: ${shown}, open in the chart`}
        onFocus={() => onFocus(cell)}
        onClick={() => onOpen(month)}
      >
        {shown}
      </button>
    </td>
  )
}
