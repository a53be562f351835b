import { Text } from '@mantine/core'
import { useElementSize, useMergedRef } from '@mantine/hooks'
import { type KeyboardEvent, type Ref, useEffect, useRef, useState } from 'react'
import type { SweepAxis } from '#shared/domain/sweep.ts'
import { readChartPalette } from '../../charts/chartPalette.ts'
import { drawHeatmap, type HeatmapPlace, placeAt } from './drawHeatmap.ts'
import classes from './Heatmap.module.css'
import { colorScale } from './heatmapColors.ts'
import type { HeatmapGrid } from './heatmapGrid.ts'

interface HeatmapCanvasProps {
  readonly grid: HeatmapGrid
  readonly x: SweepAxis
  readonly y: SweepAxis
  readonly metricLabel: string
  readonly format: (value: number) => string
  /** The best trial of the cell. */
  readonly onOpen: (trial: number) => void
  /** For a picture to keep. */
  readonly picture: Ref<HTMLCanvasElement>
}

const HEIGHT = 380
const STEPS: Readonly<Record<string, HeatmapPlace>> = {
  ArrowUp: { x: 0, y: 1 },
  ArrowDown: { x: 0, y: -1 },
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
}

/** The picture of a heatmap: pointer or arrows choose a cell, which is said in words; a click or Enter opens its best trial. */
export function HeatmapCanvas({ grid, x, y, metricLabel, format, onOpen, picture }: HeatmapCanvasProps) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const refs = useMergedRef(canvas, picture)
  const { ref: frame, width } = useElementSize<HTMLButtonElement>()
  const [cursor, setCursor] = useState<HeatmapPlace | null>(null)
  useEffect(() => {
    if (canvas.current === null || width === 0) return
    const palette = readChartPalette(canvas.current)
    const scale = colorScale(grid.min, grid.max)
    drawHeatmap(canvas.current, { grid, scale, cursor, format, outline: palette.text, hatch: palette.hairline, width, height: HEIGHT })
  }, [grid, cursor, format, width])

  const cell = cursor === null ? undefined : grid.rows[cursor.y]?.[cursor.x]
  const open = () => {
    if (cell?.trials[0] !== undefined) onOpen(cell.trials[0])
  }
  const move = (event: KeyboardEvent) => {
    const step = STEPS[event.key]
    if (step === undefined) return
    event.preventDefault()
    const from = cursor ?? { x: 0, y: 0 }
    setCursor({ x: clamp(from.x + step.x, x.values.length), y: clamp(from.y + step.y, y.values.length) })
  }
  return (
    <>
      <button
        ref={frame}
        type="button"
        className={classes['map']}
        aria-label={`${metricLabel} by ${x.name} and ${y.name}. Arrows move from cell to cell, Enter opens the trial as a run.`}
        onKeyDown={move}
        onFocus={() => setCursor(cursor ?? { x: 0, y: 0 })}
        onPointerMove={(event) => {
          const box = event.currentTarget.getBoundingClientRect()
          setCursor(placeAt(grid, { x: event.clientX - box.left, y: event.clientY - box.top, width: box.width, height: box.height }))
        }}
        onClick={open}
      >
        <canvas ref={refs} className={classes['canvas']} style={{ height: HEIGHT }} aria-hidden />
      </button>
      <Text component="output" size="sm" mih={22} aria-live="polite">
        {cursor === null ? `Point at a cell, or focus the map and use the arrows.` : wordsOf({ cursor, x, y, metricLabel, format, cell })}
      </Text>
    </>
  )
}

const clamp = (place: number, count: number) => Math.max(0, Math.min(count - 1, place))

interface CellFacts extends Pick<HeatmapCanvasProps, 'x' | 'y' | 'metricLabel' | 'format'> {
  readonly cursor: HeatmapPlace
  readonly cell: HeatmapGrid['rows'][number][number] | undefined
}

function wordsOf({ cursor, x, y, metricLabel, format, cell }: CellFacts): string {
  const place = `${x.name} ${x.values[cursor.x]}, ${y.name} ${y.values[cursor.y]}`
  if (cell === undefined || cell.trials.length === 0) return `${place}: no trial, excluded or refused`
  if (Number.isNaN(cell.value)) return `${place}: ${metricLabel} is undefined`
  const others = cell.trials.length > 1 ? ` (${cell.trials.length} trials; a click opens the best)` : ' (a click opens it as a run)'
  return `${place}: ${metricLabel} ${format(cell.value)}${others}`
}
