import { expect, it } from 'vitest'
import { describeProgress, formatBytes } from './transferProgress.ts'

it.each([
  { bytes: 0, text: '0 B' },
  { bytes: 999, text: '999 B' },
  { bytes: 1000, text: '1.0 kB' },
  { bytes: 366_000_000, text: '366.0 MB' },
  { bytes: 5e15, text: '5000.0 TB' },
])('$bytes bytes are $text', ({ bytes, text }) => {
  expect(formatBytes(bytes)).toBe(text)
})

it('says what is done, how far it is, how fast, and for how long yet', () => {
  const progress = {
    stage: 'copying',
    table: 'backtest_artifacts',
    tableRows: 10,
    tableRowsTotal: 40,
    rows: 20,
    rowsTotal: 80,
    bytes: 2_000_000,
    bytesTotal: 8_000_000,
    fraction: 0.125,
    bytesPerSecond: 1_000_000,
    secondsLeft: 5.2,
  } as const
  expect(describeProgress(progress)).toBe('Copying backtest artifacts  10/40 rows  2.0 MB of 8.0 MB  1.0 MB/s  6 s left')
  expect(describeProgress({ ...progress, stage: 'verifying', bytesPerSecond: null, secondsLeft: null })).toBe(
    'Verifying backtest artifacts  10/40 rows  2.0 MB of 8.0 MB',
  )
})
