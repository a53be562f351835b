import type { ValidationWindow } from '#shared/domain/validation.ts'
import { FigureFrame } from '../../charts/FigureFrame.tsx'
import { formatNumber } from '../../format/figures.ts'
import classes from './SharpeBars.module.css'

const HEIGHT = 180
const LABEL_PX = 18

/** One pair of bars a window, in sample blue and out of sample orange, around zero; a missing bar is an undefined ratio. */
export function SharpeBars({ windows }: { readonly windows: readonly ValidationWindow[] }) {
  const values = windows.flatMap(({ trainSharpe, testSharpe }) => [trainSharpe ?? 0, testSharpe ?? 0])
  const top = Math.max(0, ...values)
  const bottom = Math.min(0, ...values)
  const scale = (HEIGHT - 2 * LABEL_PX) / (top - bottom || 1)
  const y = (value: number) => LABEL_PX + (top - value) * scale
  const slot = 100 / windows.length
  const bar = (value: number | null, at: number, part: 'train' | 'test') =>
    value !== null && (
      <rect
        x={`${at}%`}
        width={`${slot * 0.34}%`}
        y={Math.min(y(0), y(value))}
        height={Math.max(1, Math.abs(value) * scale)}
        className={classes['bar']}
        data-part={part}
      />
    )
  return (
    <FigureFrame
      name="sharpe"
      fileName="sharpe in and out of sample.png"
      legend={<Legend bottom={bottom} top={top} />}
      table={{
        caption: 'Sharpe ratios by window',
        headers: ['Window', 'In sample', 'Out of sample'],
        rows: windows.map((one) => [String(one.windowId + 1), formatNumber(one.trainSharpe), formatNumber(one.testSharpe)]),
      }}
    >
      <svg width="100%" height={HEIGHT} role="img" aria-label={describe(windows)}>
        <line x1="0" x2="100%" y1={y(0)} y2={y(0)} className={classes['axis']} />
        {windows.map(({ windowId, trainSharpe, testSharpe }, index) => (
          <g key={windowId}>
            <title>
              Window {windowId + 1}: {formatNumber(trainSharpe)} in sample, {formatNumber(testSharpe)} out of sample
            </title>
            {bar(trainSharpe, index * slot + slot * 0.14, 'train')}
            {bar(testSharpe, index * slot + slot * 0.52, 'test')}
            {(windows.length <= 40 || index % 10 === 0) && (
              <text x={`${(index + 0.5) * slot}%`} y={HEIGHT - 4} textAnchor="middle" className={classes['label']}>
                {windowId + 1}
              </text>
            )}
          </g>
        ))}
      </svg>
    </FigureFrame>
  )
}

function Legend({ bottom, top }: { readonly bottom: number; readonly top: number }) {
  return (
    <p className={classes['legend']}>
      <span className={classes['key']} data-part="train" aria-hidden /> In sample
      <span className={classes['key']} data-part="test" aria-hidden /> Out of sample
      <span className={classes['range']}>
        {formatNumber(bottom)} to {formatNumber(top)}
      </span>
    </p>
  )
}

function describe(windows: readonly ValidationWindow[]): string {
  const better = windows.filter(({ trainSharpe, testSharpe }) => trainSharpe !== null && testSharpe !== null && testSharpe >= trainSharpe)
  const known = windows.filter(({ trainSharpe, testSharpe }) => trainSharpe !== null && testSharpe !== null)
  return `Sharpe ratios of ${windows.length} windows. Out of sample reaches in sample in ${better.length} of the ${known.length} windows where both are known. The table below holds the figures.`
}
