import type { BoardVerdict, GateBoardRow, SupplyReplayInput } from '#shared/contract/gates.ts'
import { AppError } from '#shared/domain/appError.ts'
import { countChecks } from '#shared/domain/checkCount.ts'
import type { ForeignReplay, GateResult, GateType } from '#shared/domain/gate.ts'
import type { Page } from '#shared/domain/page.ts'
import { recordChange } from '../repositories/auditRepository.ts'
import { getBacktest } from '../repositories/backtestRepository.ts'
import { saveForeignReplay } from '../repositories/foreignReplayRepository.ts'
import {
  type GateBoardQuery,
  listGateBoard,
  listGateResultsByStrategy,
  type StoredGateBoardRow,
  type StoredGateResult,
} from '../repositories/gateResultRepository.ts'
import type { GateServiceParts } from './gates/gateParts.ts'
import { type GateReader, openGateReader } from './gates/readGateResult.ts'
import { type GateRequest, runGate } from './gates/runGate.ts'

export interface GateService {
  /** Gathers the evidence, judges it and stores the result. Throws `not_found`, `invalid_input`, `invalid_transition`, `unavailable`. */
  run(request: GateRequest, signal: AbortSignal | undefined): Promise<GateResult>
  board(query: GateBoardQuery): Promise<Page<GateBoardRow>>
  history(query: { strategyId: string; gateType: GateType | null; limit: number }): Promise<GateResult[]>
  /** Keeps what the same run gave on another machine. Throws `not_found`, and `invalid_input` for another run's identity. */
  supplyReplay(input: SupplyReplayInput): Promise<ForeignReplay>
}

export function createGateService(parts: GateServiceParts): GateService {
  const { db, now } = parts
  return {
    run: (request, signal) => runGate(parts, request, signal),
    board: async (query) => {
      const page = await listGateBoard(db, query)
      const reader = await openGateReader(db, now())
      return { ...page, items: await Promise.all(page.items.map((row) => toBoardRow(reader, row))) }
    },
    history: async (query) => {
      const reader = await openGateReader(db, now())
      const results: GateResult[] = []
      for (const stored of await listGateResultsByStrategy(db, query)) results.push(await reader.read(stored))
      return results
    },
    supplyReplay: (input) => supplyReplay(parts, input),
  }
}

async function supplyReplay({ db, now }: GateServiceParts, { backtestId, platform, identity }: SupplyReplayInput): Promise<ForeignReplay> {
  const { identity: own, strategyId } = await getBacktest(db, backtestId)
  requireSameRun(own, identity)
  const nowMs = now()
  const replay = { platform, ledgerHash: identity.ledger_hash, suppliedBy: db.actor.name, suppliedAtMs: nowMs }
  const payload = { strategyId, ...replay }
  await recordChange(
    db,
    (transaction) => saveForeignReplay(transaction, { backtestId, ...replay }),
    () => ({ action: 'replay.supply', objectType: 'backtest', objectId: backtestId, payload, nowMs }),
  )
  return replay
}

async function toBoardRow(reader: GateReader, row: StoredGateBoardRow): Promise<GateBoardRow> {
  const [dev, crv, product] = await Promise.all([row.dev, row.crv, row.product].map((stored) => readVerdict(reader, stored)))
  return { ...row, dev: dev ?? null, crv: crv ?? null, product: product ?? null }
}

async function readVerdict(reader: GateReader, stored: StoredGateResult | null): Promise<BoardVerdict | null> {
  if (stored === null) return null
  const { id, verdict, passed, stale, staleBecause, timestampMs, checks } = await reader.read(stored)
  return { id, verdict, passed, stale, staleBecause, timestampMs, checkCount: countChecks(checks) }
}

const SAME = ['spec_hash', 'data_hash', 'engine_version', 'metric_version', 'seed'] as const

/** Only the ledger may differ: that is the question. */
function requireSameRun(own: SupplyReplayInput['identity'] | null, supplied: SupplyReplayInput['identity']): void {
  const differing = SAME.filter((name) => own?.[name] !== supplied[name])
  if (own !== null && differing.length === 0) return
  throw new AppError(
    'invalid_input',
    `This is not the same run: ${differing.join(', ')} differ. Repeat the run with the same specification, data and version of Aurelius.`,
    { details: { field: 'identity', differing: differing.join(',') } },
  )
}
