import { z } from 'zod'
import type { AdoptionFlag } from '#shared/domain/adoption.ts'
import type { ValidationWindow } from '#shared/domain/validation.ts'
import { percentToFraction } from './convertMetrics.ts'
import { type ConvertedRunState, convertRunState } from './convertRunState.ts'
import type { LegacyValidation } from './legacyTables.ts'
import { adoptedId, isCount, parseJson, RowFlags, toNumber } from './legacyValues.ts'

export interface ConvertedValidation extends ConvertedRunState {
  readonly id: string
  readonly strategyId: string
  readonly windowSizeDays: number
  readonly trainSizeDays: number
  readonly windows: readonly ValidationWindow[] | null
  readonly numWindows: number | null
  readonly avgTrainSharpe: number | null
  readonly avgTestSharpe: number | null
  /** A fraction. */
  readonly avgDegradation: number | null
  readonly stabilityScore: number | null
  readonly passed: boolean | null
  /** The older system's two documents, word for word. */
  readonly legacy: { readonly metrics: unknown; readonly windows: unknown }
  readonly flags: readonly AdoptionFlag[]
}

/** The older percentages (returns, drawdowns, degradation) become fractions; Sharpe ratios and the score stay. */
export function convertValidation(row: LegacyValidation, nowMs: number): ConvertedValidation {
  const flags = new RowFlags()
  const id = flags.readId('id', row.id)
  const state = convertRunState(row, flags, nowMs)
  const legacy = { metrics: parseJson(row.metrics), windows: parseJson(row.windows) }
  const degradation = flags.readNumber('avg_degradation', row.avg_degradation)
  return {
    ...state,
    id,
    strategyId: adoptedId(row.strategy_id),
    windowSizeDays: readDays('window_size_days', row.window_size_days, flags),
    trainSizeDays: readDays('train_size_days', row.train_size_days, flags),
    windows: readWindows(legacy.windows, flags),
    numWindows: flags.readNumber('num_windows', row.num_windows, isCount),
    avgTrainSharpe: flags.readNumber('avg_train_sharpe', row.avg_train_sharpe),
    avgTestSharpe: flags.readNumber('avg_test_sharpe', row.avg_test_sharpe),
    avgDegradation: degradation === null ? null : percentToFraction(degradation),
    stabilityScore: flags.readNumber('stability_score', row.stability_score),
    passed: row.passed,
    legacy,
    flags: flags.list,
  }
}

function readDays(field: string, days: number | null, flags: RowFlags): number {
  if (days === null || days <= 0) flags.add('window_not_positive', field, days)
  return days ?? 0
}

const percent = z.unknown().transform((value) => {
  const number = toNumber(value)
  return number === null ? null : percentToFraction(number)
})
const ratio = z.unknown().transform(toNumber)
/** A date, or an instant of which the date is kept. */
const day = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}/)
  .transform((text) => text.slice(0, 10))
  .pipe(z.iso.date())

const windowSchema = z.object({
  window_id: z.coerce.number().int().min(0),
  train_start: day,
  train_end: day,
  test_start: day,
  test_end: day,
  train_sharpe: ratio,
  test_sharpe: ratio,
  train_return: percent,
  test_return: percent,
  train_drawdown: percent,
  test_drawdown: percent,
  degradation: percent,
})

/** All windows or none: part of them would say something else than the whole. */
function readWindows(original: unknown, flags: RowFlags): readonly ValidationWindow[] | null {
  if (original === null) return null
  const windows = z.array(windowSchema).safeParse(original)
  if (windows.success) return windows.data.map(toWindow)
  flags.add('windows_unreadable', 'windows', z.prettifyError(windows.error).slice(0, 200))
  return null
}

function toWindow(window: z.infer<typeof windowSchema>): ValidationWindow {
  return {
    windowId: window.window_id,
    trainStart: window.train_start,
    trainEnd: window.train_end,
    testStart: window.test_start,
    testEnd: window.test_end,
    trainSharpe: window.train_sharpe,
    testSharpe: window.test_sharpe,
    trainReturn: window.train_return,
    testReturn: window.test_return,
    trainDrawdown: window.train_drawdown,
    testDrawdown: window.test_drawdown,
    degradation: window.degradation,
  }
}
