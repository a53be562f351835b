import type { ParameterDrift } from '#shared/domain/validation.ts'
import { FigureFrame } from '../../charts/FigureFrame.tsx'
import { MISSING } from '../../format/figures.ts'
import classes from './DriftLine.module.css'

const HEIGHT = 90
const PAD = 12

interface DriftLineProps {
  readonly name: string
  readonly values: ParameterDrift['values']
}

/** The value of each window as a step; words stand on a level of their own. A gap is a window that chose nothing. */
export function DriftLine({ name, values }: DriftLineProps) {
  const levels = levelsOf(values)
  const steps = values.map((value, index) => ({ window: index + 1, value, level: levels[index] ?? null }))
  const known = levels.filter((level) => level !== null)
  const [low, high] = [Math.min(...known), Math.max(...known)]
  const y = (level: number) => HEIGHT - PAD - ((level - low) / (high - low || 1)) * (HEIGHT - 2 * PAD)
  const slot = 100 / values.length
  return (
    <FigureFrame
      name={`drift.${name}`}
      fileName={`${name} by window.png`}
      table={{
        caption: `${name} by window`,
        headers: ['Window', name],
        rows: values.map((value, index) => [String(index + 1), value === null ? MISSING : String(value)]),
      }}
    >
      <svg
        width="100%"
        height={HEIGHT}
        role="img"
        aria-label={`${name} from ${values[0] ?? 'nothing'} in the first window to ${values.at(-1) ?? 'nothing'} in the last`}
      >
        {steps.map(({ window, value, level }, index) =>
          level === null ? null : (
            <g key={window}>
              <title>{`Window ${window}: ${value}`}</title>
              <line x1={`${index * slot}%`} x2={`${(index + 1) * slot}%`} y1={y(level)} y2={y(level)} className={classes['step']} />
            </g>
          ),
        )}
      </svg>
    </FigureFrame>
  )
}

/** Numbers as they are; words in the order they were first chosen. */
function levelsOf(values: ParameterDrift['values']): (number | null)[] {
  const words = [...new Set(values.filter((value) => typeof value !== 'number'))]
  return values.map((value) => (value === null ? null : typeof value === 'number' ? value : words.indexOf(value)))
}
