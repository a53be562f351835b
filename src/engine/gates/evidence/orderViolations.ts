import { FILL_REASONS, type RunLedger } from '#shared/domain/ledger.ts'
import type { RunSpec } from '#shared/domain/runSpec.ts'

/** A row of the ledger that breaks the order of time. */
export interface OrderViolation {
  readonly group: 'positions' | 'fills' | 'trades'
  readonly row: number
  readonly problem: string
}

const SIGNAL = FILL_REASONS.indexOf('signal')

/**
 * Everything in a ledger that happens too early: times out of order, a fill before its decision (or, with next-open
 * fills, at the bar of its decision), a fill whose time is not its bar's, a trade that ends before it began. `time`: every instant of
 * the data, epoch ms.
 */
export function findOrderViolations(ledger: RunLedger, time: Float64Array, fill: RunSpec['execution']['fill']): OrderViolation[] {
  return [...positionViolations(ledger), ...fillViolations(ledger, time, fill), ...tradeViolations(ledger)]
}

function positionViolations({ positions: { time } }: RunLedger): OrderViolation[] {
  const violations: OrderViolation[] = []
  for (let row = 1; row < time.length; row += 1) {
    if (!(time[row]! > time[row - 1]!)) violations.push({ group: 'positions', row, problem: 'time does not increase' })
  }
  return violations
}

function fillViolations({ fills }: RunLedger, time: Float64Array, fill: RunSpec['execution']['fill']): OrderViolation[] {
  const violations: OrderViolation[] = []
  for (let row = 0; row < fills.bar.length; row += 1) {
    const add = (problem: string) => violations.push({ group: 'fills', row, problem })
    const [bar, decision] = [fills.bar[row]!, fills.decisionBar[row]!]
    const mustWait = fill === 'next_open' && fills.reason[row] === SIGNAL
    if (row > 0 && bar < fills.bar[row - 1]!) add(`bar ${bar} comes after bar ${fills.bar[row - 1]}`)
    if (!(mustWait ? bar > decision : bar >= decision)) add(`filled at bar ${bar}, decided at the close of bar ${decision}`)
    if (time[bar] !== fills.time[row]) add(`its time is not that of bar ${bar}`)
  }
  return violations
}

function tradeViolations({ trades }: RunLedger): OrderViolation[] {
  const violations: OrderViolation[] = []
  for (let row = 0; row < trades.entryBar.length; row += 1) {
    const [entry, exit] = [trades.entryBar[row]!, trades.exitBar[row]!]
    if (!(exit >= entry)) violations.push({ group: 'trades', row, problem: `left at bar ${exit}, entered at bar ${entry}` })
  }
  return violations
}

/** Fills at the close of the very bar whose close decided them: a risk of look-ahead. */
export function countSameBarFills({ fills }: RunLedger): number {
  return fills.bar.filter((bar, row) => fills.reason[row] === SIGNAL && bar === fills.decisionBar[row]).length
}
