import { randomUUID } from 'node:crypto'
import type { ImprovementIteration } from '#shared/domain/improvement.ts'
import { makeId, NEW_YEAR_2024_MS } from './ids.ts'

/** An iteration that was not kept, before it has its number. */
export function makeIteration(strategyId: string): Omit<ImprovementIteration, 'number'> {
  return {
    id: randomUUID(),
    strategyId,
    gateResultId: makeId(),
    checkId: 'C16',
    weakness: 'drawdown',
    reason: 'C16 Max drawdown out of sample: too deep. A stop ends losing positions early.',
    change: { words: 'stop loss none -> 10%', parameters: {}, stopLoss: 0.1, sizeFraction: null },
    objective: 'sharpe_ratio',
    inSampleStart: '2015-01-01',
    inSampleEnd: '2016-08-22',
    scoreBefore: 0.4,
    scoreAfter: null,
    feedback: 'Not kept.',
    kept: false,
    trials: 1,
    versionBefore: 1,
    versionAfter: null,
    createdAtMs: NEW_YEAR_2024_MS,
  }
}
