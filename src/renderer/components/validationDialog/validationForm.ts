import type { EqualWindowsPlan, PlannedWindow, ValidationPlan, ValidationPlanRequest } from '#shared/domain/validationPlan.ts'
import { formatWindowDates, parseWindowDates } from '#shared/domain/windowDates.ts'
import { readError } from '../../api/readError.ts'
import type { NumberField } from '../runDialog/runForm.ts'

/** What the plan's inputs hold: texts while a person types. */
export interface PlanForm {
  mode: ValidationPlan['mode']
  unit: EqualWindowsPlan['unit']
  trainLength: NumberField
  testLength: NumberField
  purgeBars: NumberField
  embargoBars: NumberField
  isLastTestKept: boolean
  /** Windows given one by one, a line each; only read in that mode. */
  windowLines: string
  metric: ValidationPlan['objective']['metric']
  choice: ValidationPlan['objective']['choice']
  /** By parameter: a range `5:50:5` or a list `10, 20`; empty keeps the strategy's own value. */
  axes: Readonly<Record<string, string>>
  where: string
}

/** Four years of training, one of testing, on daily bars. */
export const INITIAL_PLAN_FORM: PlanForm = {
  mode: 'rolling',
  unit: 'bars',
  trainLength: 1008,
  testLength: 252,
  purgeBars: 5,
  embargoBars: 0,
  isLastTestKept: false,
  windowLines: '',
  metric: 'sharpe',
  choice: 'plateau',
  axes: {},
  where: '',
}

export type PlanFormErrors = Partial<Record<'trainLength' | 'testLength' | 'purgeBars' | 'embargoBars' | 'windowLines', string>>

const LENGTHS = [
  { field: 'trainLength', least: 1 },
  { field: 'testLength', least: 1 },
] as const
const GAPS = [
  { field: 'purgeBars', least: 0 },
  { field: 'embargoBars', least: 0 },
] as const

/** What a person can mend before asking the application; empty when nothing is wrong. */
export function checkPlanForm(form: PlanForm): PlanFormErrors {
  const errors: PlanFormErrors = {}
  for (const { field, least } of form.mode === 'listed' ? GAPS : [...LENGTHS, ...GAPS]) {
    const text = String(form[field]).trim()
    if (text === '' || !Number.isInteger(Number(text)) || Number(text) < least) errors[field] = `Enter a whole number, ${least} or more`
  }
  const unread = form.mode === 'listed' ? whyUnread(form.windowLines) : null
  if (unread !== null) errors.windowLines = unread
  return errors
}

/** What keeps typed windows from being read; null when nothing does. */
function whyUnread(lines: string): string | null {
  try {
    parseWindowDates(lines)
    return null
  } catch (error) {
    return readError(error).message
  }
}

/** Windows that are shown become lines to go on from; those a person has typed stay. */
export function listWindows(form: PlanForm, shown: readonly PlannedWindow[]): string {
  return form.windowLines.trim() === '' ? shown.map(formatWindowDates).join('\n') : form.windowLines
}

/** The plan to ask for. Expects a form without errors. */
export function toPlan(form: PlanForm): ValidationPlanRequest {
  const axes = Object.entries(form.axes).filter(([, values]) => values.trim() !== '')
  return {
    ...toWindows(form),
    purgeBars: Number(form.purgeBars),
    embargoBars: Number(form.embargoBars),
    axes: axes.map(([name, values]) => `${name}=${values.trim()}`),
    where: form.where.trim() === '' ? null : form.where.trim(),
    objective: { metric: form.metric, choice: form.choice },
  }
}

function toWindows(form: PlanForm) {
  if (form.mode === 'listed') return { mode: form.mode, windows: parseWindowDates(form.windowLines) }
  const { mode, unit } = form
  const lastTest = unit === 'bars' && form.isLastTestKept ? ('keep' as const) : ('drop' as const)
  return { mode, unit, trainLength: Number(form.trainLength), testLength: Number(form.testLength), lastTest }
}
