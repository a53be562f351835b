import type { ValidationPlan, ValidationPlanRequest } from '#shared/domain/validationPlan.ts'
import type { NumberField } from '../runDialog/runForm.ts'

/** What the plan's inputs hold: texts while a person types. */
export interface PlanForm {
  mode: ValidationPlan['mode']
  unit: ValidationPlan['unit']
  trainLength: NumberField
  testLength: NumberField
  purgeBars: NumberField
  embargoBars: NumberField
  isLastTestKept: boolean
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
  metric: 'sharpe',
  choice: 'plateau',
  axes: {},
  where: '',
}

export type PlanFormErrors = Partial<Record<'trainLength' | 'testLength' | 'purgeBars' | 'embargoBars', string>>

const FIELDS = [
  { field: 'trainLength', least: 1 },
  { field: 'testLength', least: 1 },
  { field: 'purgeBars', least: 0 },
  { field: 'embargoBars', least: 0 },
] as const

/** What a person can mend before asking the application; empty when nothing is wrong. */
export function checkPlanForm(form: PlanForm): PlanFormErrors {
  const errors: PlanFormErrors = {}
  for (const { field, least } of FIELDS) {
    const text = String(form[field]).trim()
    if (text === '' || !Number.isInteger(Number(text)) || Number(text) < least) errors[field] = `Enter a whole number, ${least} or more`
  }
  return errors
}

/** The plan to ask for. Expects a form without errors. */
export function toPlan(form: PlanForm): ValidationPlanRequest {
  const axes = Object.entries(form.axes).filter(([, values]) => values.trim() !== '')
  return {
    mode: form.mode,
    unit: form.unit,
    trainLength: Number(form.trainLength),
    testLength: Number(form.testLength),
    purgeBars: Number(form.purgeBars),
    embargoBars: Number(form.embargoBars),
    lastTest: form.unit === 'bars' && form.isLastTestKept ? 'keep' : 'drop',
    axes: axes.map(([name, values]) => `${name}=${values.trim()}`),
    where: form.where.trim() === '' ? null : form.where.trim(),
    objective: { metric: form.metric, choice: form.choice },
  }
}
