import { dateToMs } from '#shared/domain/calendarDate.ts'
import type { CheckResult } from '#shared/domain/gate.ts'
import type { ProductPolicy } from '#shared/domain/gatePolicy.ts'
import type { ProductReadinessDraft } from '#shared/domain/productReadiness.ts'
import type { Gathered } from '../../evidence/gathered.ts'
import { counted, figure, percent } from '../../figures.ts'
import type { ProductEvidence } from '../../productEvidence.ts'
import { atMost, type CheckDefinition, conclude, exactly, judge, notRun } from '../conclude.ts'

type Readiness = Gathered<ProductReadinessDraft>

const WRITTEN = { blocking: true, waivable: true, unit: 'count', source: 'readiness' } as const
const P11: CheckDefinition = { ...WRITTEN, id: 'P11', title: 'Risk limits configured', waivable: false }
const P13: CheckDefinition = { ...WRITTEN, id: 'P13', title: 'Rollback target' }
const P14: CheckDefinition = { ...WRITTEN, id: 'P14', title: 'Monitoring' }
const P15: CheckDefinition = { ...WRITTEN, id: 'P15', title: 'Decay trigger' }
const P16: CheckDefinition = { ...WRITTEN, id: 'P16', title: 'Runbook' }
const P20: CheckDefinition = { ...WRITTEN, id: 'P20', title: 'Open waivers', source: 'governance' }
const P21: CheckDefinition = { ...WRITTEN, id: 'P21', title: 'Re-validation date', unit: 'ratio' }
const P23: CheckDefinition = { ...WRITTEN, id: 'P23', title: 'Authoritative database', waivable: false, source: 'governance' }

const FILL_IN = 'Fill it in under product readiness, then run the gate again.'

const LIMITS = [
  { name: 'position', label: 'Largest position' },
  { name: 'gross', label: 'Largest sum of positions' },
  { name: 'dailyLoss', label: 'Loss of a day' },
  { name: 'drawdownStop', label: 'Drawdown stop' },
] as const

/** P11: every limit that stops a loss is set. */
export function checkRiskLimits({ value, missing }: Readiness): CheckResult {
  const threshold = exactly(LIMITS.length)
  if (value === null) return notRun(P11, { reason: missing, threshold, action: FILL_IN })
  const { riskLimits } = value
  const absent = LIMITS.filter(({ name }) => riskLimits[name] === null)
  return conclude(P11, {
    state: absent.length === 0 ? 'PASS' : 'FAIL',
    value: LIMITS.length - absent.length,
    threshold,
    summary: absent.length === 0 ? 'All four limits are set.' : `Not set: ${absent.map(({ label }) => label.toLowerCase()).join(', ')}.`,
    action: FILL_IN,
    evidence: LIMITS.map(({ name, label }) => {
      const limit = riskLimits[name]
      return { label, value: limit === null ? 'not set' : `${percent(limit)} of equity` }
    }),
  })
}

/** P13: what is put back when this version must go was approved itself, or there is honestly nothing before it. */
export function checkRollback({ value, missing }: Readiness, approved: Gathered<readonly number[]>): CheckResult {
  if (value === null) return notRun(P13, { reason: missing, threshold: null, action: FILL_IN })
  const { rollback } = value
  if (rollback === null) return notRun(P13, { reason: 'no rollback target is named', threshold: null, action: FILL_IN })
  if (approved.value === null) return notRun(P13, { reason: approved.missing, threshold: null })
  const versions = approved.value
  const isSound = rollback === 'first' ? versions.length === 0 : versions.includes(rollback)
  return conclude(P13, {
    state: isSound ? 'PASS' : 'FAIL',
    value: rollback === 'first' ? null : rollback,
    threshold: null,
    summary: !isSound
      ? rollback === 'first'
        ? `Version ${versions.at(-1)} was approved before: it is the one to go back to.`
        : `Version ${rollback} was never approved.`
      : rollback === 'first'
        ? 'This is the first version to go live: the way back is to stop.'
        : `Version ${rollback}, approved before, is put back.`,
    action: 'Name the last approved version, or "first" when there is none.',
  })
}

/** P14 to P16: monitoring, decay trigger and runbook are written down. */
export function checkWrittenPlans({ value, missing }: Readiness): CheckResult[] {
  const plans = [
    { definition: P14, text: value?.monitoring, what: 'Who watches what, and how often' },
    { definition: P15, text: value?.decayTrigger, what: 'What would show that the edge is gone' },
    { definition: P16, text: value?.runbook, what: 'What to do when something breaks' },
  ]
  const threshold = exactly(1)
  return plans.map(({ definition, text = '', what }) => {
    if (missing !== null) return notRun(definition, { reason: missing, threshold, action: FILL_IN })
    const isWritten = text.trim() !== ''
    return conclude(definition, {
      state: isWritten ? 'PASS' : 'FAIL',
      value: Number(isWritten),
      threshold,
      summary: isWritten ? `${what} is written down.` : `${what} is not written down.`,
      action: FILL_IN,
      evidence: isWritten ? [{ label: 'Text', value: text.trim().slice(0, 200) }] : [],
    })
  })
}

/** P20: exceptions stay exceptions. */
export function checkOpenWaivers(
  waivers: Gathered<readonly string[]>,
  readiness: Readiness,
  { maxWaivers, maxWaiversTier1 }: ProductPolicy,
): CheckResult {
  const tier = readiness.value?.tier ?? null
  const threshold = atMost(tier === 1 || tier === null ? maxWaiversTier1 : maxWaivers)
  if (waivers.value === null) return notRun(P20, { reason: waivers.missing, threshold })
  const open = waivers.value
  return conclude(P20, {
    state: judge(open.length, threshold),
    value: open.length,
    threshold,
    summary: `${counted(open.length, 'waiver')} in force${tier === null ? '; without a tier the strictest bound holds' : ` on tier ${tier}`}.`,
    action: 'Mend what was waived, or let the waivers end.',
    evidence: open.map((check) => ({ label: 'Waived', value: check })),
  })
}

const MONTH_MS = (365.25 / 12) * 86_400_000

/** P21: it will be judged anew before long. */
export function checkRevalidation({ value, missing }: Readiness, nowMs: number, { maxRevalidationMonths }: ProductPolicy): CheckResult {
  const threshold = atMost(maxRevalidationMonths)
  const date = value?.revalidationDate ?? null
  if (date === null) {
    return notRun(P21, { reason: missing ?? 'no date for judging it anew is set', threshold, action: FILL_IN })
  }
  const months = (dateToMs(date) - nowMs) / MONTH_MS
  return conclude(P21, {
    state: months < 0 ? 'FAIL' : judge(months, threshold),
    value: months,
    threshold,
    summary: months < 0 ? `It was due on ${date}.` : `It is judged anew on ${date}, in ${figure(months)} months.`,
    action: months < 0 ? 'Validate the strategy anew and set the next date.' : 'Set an earlier date.',
  })
}

/** P23: the verdict stands where everybody looks. */
export function checkDatabase({ isAuthoritative, description }: ProductEvidence['database']): CheckResult {
  return conclude(P23, {
    state: isAuthoritative ? 'PASS' : 'FAIL',
    value: Number(isAuthoritative),
    threshold: exactly(1),
    summary: `The verdict is written to ${description}.`,
    action: 'Connect to the database that was configured and run the gate there.',
  })
}
