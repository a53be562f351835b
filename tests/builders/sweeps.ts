import type { DatabaseHandle } from '#core/database/database.ts'
import { encodeColumns, SERIES_CODEC } from '#core/database/seriesCodec.ts'
import type { SweepCompletion } from '#core/repositories/sweepCompletion.ts'
import { createSweep, type NewSweep } from '#core/repositories/sweepRepository.ts'
import { type SweepSummary, sweepSummarySchema } from '#shared/domain/sweep.ts'
import { spreadOf } from '#shared/domain/trialLedger.ts'
import { makeHash, makeId, NEW_YEAR_2024_MS } from './ids.ts'
import { makeRunSpec } from './runs.ts'

/** A pending sweep of two trials; the caller names the strategy and dataset it belongs to. */
export function makeNewSweep(parents: { strategyId: string; datasetId: string }, changes: Partial<NewSweep> = {}): NewSweep {
  return {
    id: changes.id ?? makeId(),
    ...parents,
    strategyVersion: 1,
    startDate: '2024-01-01',
    endDate: '2024-09-16',
    instruments: ['SP500'],
    spec: makeRunSpec(),
    axes: [
      { name: 'fast', values: [5, 10, 30] },
      { name: 'stop_loss', values: ['none'] },
    ],
    where: 'fast < slow',
    sweepHash: makeHash('sweep'),
    dataHash: makeHash('data'),
    rankMetric: 'sharpe_ratio',
    ranking: 'plateau',
    gridCells: 3,
    trialCount: 2,
    excluded: 1,
    refused: 0,
    createdAtMs: NEW_YEAR_2024_MS,
    ...changes,
  }
}

/** Stores a pending sweep and answers its id. */
export async function storeSweep(
  db: DatabaseHandle,
  parents: { strategyId: string; datasetId: string },
  changes: Partial<NewSweep> = {},
): Promise<string> {
  const sweep = makeNewSweep(parents, changes)
  await createSweep(db, sweep)
  return sweep.id
}

/** What a worker hands over when the two trials are done. */
export function makeSweepCompletion(id: string, changes: Partial<SweepCompletion> = {}): SweepCompletion {
  const columns = {
    'parameter.fast': Float64Array.of(5, 10),
    'parameter.stop_loss': Float64Array.of(0, 0),
    sharpe_ratio: Float64Array.of(0.4, Number.NaN),
  }
  const metrics = { sharpe_ratio: 0.4, total_return: 0.2, cagr: 0.1, max_drawdown: -0.05, total_trades: 7, win_rate: null }
  return {
    id,
    owner: 'worker-1',
    dataHash: makeHash('data'),
    engineVersion: '1.0.0',
    metricVersion: '2',
    rowsHash: makeHash('rows'),
    rows: { codec: SERIES_CODEC, rowCount: 2, bytes: encodeColumns(columns) },
    best: { trial: 0, parameters: { fast: 5, stop_loss: 'none' }, score: 0.4, metrics },
    sharpe: spreadOf([0.4 / Math.sqrt(252), null]),
    nowMs: NEW_YEAR_2024_MS + 2000,
    durationMs: 1234.567,
    ...changes,
  }
}

/** A completed sweep as a page sees it. */
export function makeSweepSummary(changes: Partial<SweepSummary> = {}): SweepSummary {
  return sweepSummarySchema.parse({
    ...makeNewSweep({ strategyId: '01890000-0000-7000-8000-000000000201', datasetId: '01890000-0000-7000-8000-000000000001' }),
    id: '01890000-0000-7000-8000-000000000301',
    strategyName: 'Trend 20/50',
    strategyType: 'trend_following',
    datasetName: 'S&P 500 daily (sample)',
    status: 'completed',
    paused: false,
    progress: 1,
    errorCode: null,
    errorMessage: null,
    best: makeSweepCompletion('').best,
    startedAtMs: NEW_YEAR_2024_MS,
    completedAtMs: NEW_YEAR_2024_MS + 2000,
    durationMs: 2000,
    ...changes,
  })
}
