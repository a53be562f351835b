import { metricDifferences } from '#engine/gates/evidence/metricDifferences.ts'
import { ENGINE_VERSION } from '#engine/identity/engineVersion.ts'
import { hashLedger } from '#engine/identity/hashLedger.ts'
import { hashSpec } from '#engine/identity/hashSpec.ts'
import { hashMarketData } from '#engine/market/marketData.ts'
import { computeMetrics, METRIC_VERSION } from '#engine/metrics/computeMetrics.ts'
import { runOnMarketData } from '#engine/simulator/runOnMarketData.ts'
import { isAppError } from '#shared/domain/appError.ts'
import type { MarketData } from '#shared/domain/dataset.ts'
import type { PackFinding, PackVerification } from '#shared/domain/evidencePack.ts'
import type { Columns, RunLedger } from '#shared/domain/ledger.ts'
import { sameColumn } from './documentColumns.ts'
import { unpackData } from './packedData.ts'
import { type PackedRun, readPackedRun } from './packedRun.ts'

export interface RunRecheck {
  /** Text of the run's document. */
  readonly run: string
  /** The data it ran on, and the file they lie in; null = no replay. */
  readonly data: { readonly file: string; readonly text: string } | null
}

export interface RecheckedRun {
  readonly findings: readonly PackFinding[]
  readonly replay: PackVerification['replay']
}

const RUN_FILE = 'run.json'
/** Of D5: relative above 1, absolute below. */
const METRIC_TOLERANCE = 1e-9

/** Recomputes whatever a run's document says of itself, and runs it again when the data are there. */
export function recheckRun({ run: text, data }: RunRecheck): RecheckedRun {
  const run = readPackedRun(text)
  if (run === null) {
    return { findings: [finding('is not the document of a completed run')], replay: notRun('The run cannot be read.') }
  }
  const findings = [...checkSpec(run), ...checkLedger(run), ...checkMetrics(run)]
  if (data === null) return { findings, replay: notRun('The pack holds no data; name the file they are in (--data).') }
  const replayed = replay(run, data)
  return { findings: [...findings, ...replayed.findings], replay: replayed.replay }
}

const finding = (reason: string, file = RUN_FILE): PackFinding => ({ file, reason })
const notRun = (reason: string): PackVerification['replay'] => ({ state: 'not_run', reason })

function checkSpec({ spec, identity }: PackedRun): PackFinding[] {
  return hashSpec(spec) === identity.spec_hash ? [] : [finding('the specification does not have the hash in the identity of the run')]
}

function checkLedger({ ledger, identity }: PackedRun): PackFinding[] {
  return hashLedger(ledger) === identity.ledger_hash ? [] : [finding('fills and equity do not have the hash in the identity of the run')]
}

function checkMetrics({ ledger, spec, metrics, identity }: PackedRun): PackFinding[] {
  if (identity.metric_version !== METRIC_VERSION) return []
  const { initial_cash: initialCash, periods_per_year: periodsPerYear, risk_free: riskFree } = spec
  const recomputed = computeMetrics({ ledger, initialCash, periodsPerYear, riskFree, benchmark: null })
  return metricDifferences(metrics, recomputed)
    .filter(({ difference }) => !(difference <= METRIC_TOLERANCE))
    .map(({ name, stored, recomputed: value }) =>
      finding(`${name} says ${stored ?? 'undefined'}, the ledger gives ${value ?? 'undefined'}`),
    )
}

function replay(run: PackedRun, { file, text }: { file: string; text: string }): RecheckedRun {
  const { identity, ledger, spec } = run
  let data: MarketData
  try {
    data = unpackData(text, { isPanel: ledger.symbols !== undefined, symbol: run.instruments[0]! })
  } catch (error) {
    const reason = isAppError(error) ? error.message : 'cannot be read'
    return { findings: [finding(reason, file)], replay: notRun(`${file} cannot be read.`) }
  }
  if (hashMarketData(data) !== identity.data_hash) {
    const reason = 'these are not the data of the run: their hash is another one'
    return { findings: [finding(reason, file)], replay: notRun(`${file} holds other data.`) }
  }
  if (identity.engine_version !== ENGINE_VERSION) {
    const reason = `The run was made by engine ${identity.engine_version}, and this is ${ENGINE_VERSION}: use a version of Aurelius with that engine.`
    return { findings: [], replay: notRun(reason) }
  }
  return compareLedgers(ledger, runOnMarketData({ ...data, spec, dataHash: identity.data_hash }).ledger)
}

function compareLedgers(stored: RunLedger, replayed: RunLedger): RecheckedRun {
  const findings = (['fills', 'trades', 'positions'] as const).flatMap((group) => {
    const [ours, theirs] = [stored[group] as unknown as Columns, replayed[group] as unknown as Columns]
    const names = new Set([...Object.keys(ours), ...Object.keys(theirs)])
    const differing = [...names].filter((name) => !sameColumn(ours[name] ?? EMPTY, theirs[name] ?? EMPTY))
    return differing.map((name) => finding(`a replay gives another column ${group}.${name}`))
  })
  const state = findings.length === 0 ? 'equal' : 'different'
  return {
    findings,
    replay: { state, reason: state === 'equal' ? 'The run gives the same ledger again.' : 'The run gives another ledger.' },
  }
}

const EMPTY = new Float64Array(0)
