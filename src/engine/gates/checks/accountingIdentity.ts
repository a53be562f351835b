import type { CheckResult } from '#shared/domain/gate.ts'
import type { DevPolicy } from '#shared/domain/gatePolicy.ts'
import type { AccountingEvidence } from '../evidence/accounting.ts'
import type { Gathered } from '../evidence/gathered.ts'
import { figure } from '../figures.ts'
import { atMost, type CheckDefinition, conclude, notRun, rowsAsEvidence } from './conclude.ts'

const D6: CheckDefinition = { id: 'D6', title: 'Accounting identity', blocking: true, waivable: false, unit: 'money', source: 'run' }

/** Share of the book that rounding alone may come to in sums over many fills. */
const ROUNDING = 1e-12

/** D6: cash + positions = equity at every bar and gross - costs = net, with cash rebuilt from the fills alone. */
export function checkAccountingIdentity(
  { value: audit, missing }: Gathered<AccountingEvidence>,
  { accountingTolerance }: DevPolicy,
): CheckResult {
  if (audit === null) return notRun(D6, { reason: missing, threshold: atMost(accountingTolerance) })
  const threshold = atMost(Math.max(accountingTolerance, ROUNDING * audit.largestBook))
  const broken = audit.residuals.filter(({ residual }) => !(residual <= threshold.bound))
  const worst = audit.residuals[0]
  return conclude(D6, {
    state: broken.length === 0 ? 'PASS' : 'FAIL',
    value: worst?.residual ?? null,
    threshold,
    summary:
      broken[0] === undefined
        ? `The books close at every bar; the largest residual is ${figure(worst?.residual ?? 0)}.`
        : `The books do not close: ${broken[0].identity} is off by ${figure(broken[0].residual)} at row ${broken[0].row}.`,
    action: 'Run the backtest again; if the books still do not close, the stored ledger or the engine is wrong.',
    evidence: rowsAsEvidence(
      audit.residuals.map(({ identity, row, residual }) => ({
        label: identity,
        value: row === null ? 'nothing to compare' : `largest residual ${figure(residual)} at row ${row}`,
      })),
    ),
  })
}
