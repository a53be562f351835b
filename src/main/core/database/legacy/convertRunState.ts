import type { ErrorCode } from '#shared/domain/appError.ts'
import type { RunStatus } from '#shared/domain/backtest.ts'
import { dateSchema } from '#shared/domain/primitives.ts'
import type { RowFlags } from './legacyValues.ts'

/** What backtests and validations of the older system have in common. */
export interface LegacyRun {
  readonly start_date: string | null
  readonly end_date: string | null
  readonly initial_capital: number | null
  readonly status: string | null
  readonly error_message: string | null
  readonly created_at: number | null
  readonly completed_at: number | null
  readonly duration_seconds: number | null
}

export interface ConvertedRunState {
  readonly startDate: string
  readonly endDate: string
  readonly initialCash: number | null
  readonly status: RunStatus
  readonly progress: number
  readonly errorCode: ErrorCode | null
  readonly errorMessage: string | null
  readonly createdAtMs: number
  readonly completedAtMs: number | null
  readonly durationSeconds: number | null
}

const MAX_DURATION_SECONDS = 1e12

export function convertRunState(row: LegacyRun, flags: RowFlags, nowMs: number): ConvertedRunState {
  const state = readState(row, flags)
  return {
    ...readPeriod(row, flags),
    initialCash: readCapital(row.initial_capital, flags),
    ...state,
    progress: state.status === 'completed' ? 1 : 0,
    createdAtMs: flags.readInstant('created_at', row.created_at) ?? nowMs,
    completedAtMs: flags.readInstant('completed_at', row.completed_at),
    durationSeconds: flags.readNumber('duration_seconds', row.duration_seconds, (value) => value >= 0 && value < MAX_DURATION_SECONDS),
  }
}

type State = Pick<ConvertedRunState, 'status' | 'errorCode' | 'errorMessage'>

/** Nobody works on the older system's runs any more: what it left pending or running was interrupted. */
function readState({ status, error_message: errorMessage }: LegacyRun, flags: RowFlags): State {
  switch (status) {
    case 'completed':
    case 'failed':
    case 'cancelled':
      return { status, errorCode: null, errorMessage }
    case 'pending':
    case 'running':
      flags.add('was_under_way', 'status', status)
      return interrupted(errorMessage ?? `The older system left this run ${status} for ever.`)
    default:
      flags.add('unknown_status', 'status', status)
      return interrupted(
        errorMessage ?? `The older system recorded the status ${JSON.stringify(status)}, which says nothing about the run.`,
      )
  }
}

const interrupted = (errorMessage: string): State => ({ status: 'interrupted', errorCode: 'unavailable', errorMessage })

function readPeriod({ start_date, end_date }: LegacyRun, flags: RowFlags): { startDate: string; endDate: string } {
  const [startDate, endDate] = [start_date ?? '', end_date ?? '']
  const possible = { start_date: dateSchema.safeParse(startDate).success, end_date: dateSchema.safeParse(endDate).success }
  if (!possible.start_date) flags.add('impossible_date', 'start_date', start_date)
  if (!possible.end_date) flags.add('impossible_date', 'end_date', end_date)
  if (possible.start_date && possible.end_date && endDate < startDate) flags.add('end_before_start', 'end_date', [startDate, endDate])
  return { startDate, endDate }
}

function readCapital(capital: number | null, flags: RowFlags): number | null {
  const usable = flags.readNumber('initial_capital', capital)
  if (usable !== null && usable <= 0) flags.add('capital_not_positive', 'initial_capital', usable)
  return usable
}
