import type { DatabaseHandle } from '#core/database/database.ts'
import { decodeColumns } from '#core/database/seriesCodec.ts'
import type { Backtest } from '#shared/domain/backtest.ts'
import type { PositionColumns } from '#shared/domain/ledger.ts'
import { findBacktests } from './backtestRepository.ts'
import { withDerivedEquity } from './derivedEquity.ts'

export interface StoredComparedRun {
  readonly run: Backtest
  readonly instruments: string[]
  /** null for a run that has not completed, or was adopted without a curve. */
  readonly positions: PositionColumns | null
}

interface CurveRow {
  id: string
  instruments: string
  codec: string | null
  bytes: Uint8Array | null
}

/** Several runs with what they traded and their positions, in two queries; in the order of `ids`, without those that do not exist. */
export async function loadComparedRuns(db: DatabaseHandle, ids: readonly string[]): Promise<StoredComparedRun[]> {
  const [runs, curves] = await Promise.all([findBacktests(db, ids), readCurves(db, ids)])
  return runs.flatMap((run) => {
    const curve = curves.find(({ id }) => id === run.id)
    return curve === undefined ? [] : [{ run, instruments: JSON.parse(curve.instruments), positions: toPositions(curve) }]
  })
}

function readCurves(db: DatabaseHandle, ids: readonly string[]): Promise<CurveRow[]> {
  return db.run((knex) =>
    knex('backtests')
      .leftJoin('backtest_artifacts', (on) =>
        on.on('backtest_artifacts.backtest_id', 'backtests.id').onVal('backtest_artifacts.kind', 'positions'),
      )
      .whereIn('backtests.id', ids)
      .select('backtests.id', 'backtests.instruments', 'backtest_artifacts.codec', 'backtest_artifacts.bytes'),
  )
}

function toPositions({ codec, bytes }: CurveRow): PositionColumns | null {
  if (codec === null || bytes === null) return null
  const columns = withDerivedEquity('positions', decodeColumns(bytes, codec))
  return columns['equity'] === undefined || columns['equity'].length === 0 ? null : (columns as unknown as PositionColumns)
}
