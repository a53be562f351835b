import { describe, expect, it } from 'vitest'
import { validationPlanRequestSchema } from '#shared/domain/validationPlan.ts'
import { makeValidationPreview } from '../../../../tests/builders/sampleValidations.ts'
import { checkPlanForm, INITIAL_PLAN_FORM, listWindows, type PlanForm, toPlan } from './validationForm.ts'

const form = (changes: Partial<PlanForm> = {}): PlanForm => ({ ...INITIAL_PLAN_FORM, ...changes })
const LINE = '2010-01-01..2013-12-31 2014-01-01..2014-12-31'

describe('the plan of the form', () => {
  it.each([
    { name: 'windows of equal length', changes: { axes: { fast: '5:20:5', slow: ' ' }, where: ' ' } },
    { name: 'windows given one by one', changes: { mode: 'listed' as const, windowLines: LINE, trainLength: '' } },
  ])('is one that the application takes as it stands: $name', ({ changes }) => {
    expect(checkPlanForm(form(changes))).toEqual({})
    const plan = toPlan(form(changes))
    expect(validationPlanRequestSchema.parse(plan)).toEqual(plan)
  })

  it('keeps a short last test only where lengths count bars', () => {
    expect(toPlan(form({ isLastTestKept: true }))).toMatchObject({ lastTest: 'keep' })
    expect(toPlan(form({ isLastTestKept: true, unit: 'days' }))).toMatchObject({ lastTest: 'drop' })
  })

  it('says which line cannot be read, and asks for lengths only where there are some', () => {
    const listed = { mode: 'listed' as const, trainLength: '', purgeBars: 1.5 }
    expect(checkPlanForm(form({ ...listed, windowLines: `${LINE}\n2015-01-01` }))).toEqual({
      purgeBars: 'Enter a whole number, 0 or more',
      windowLines: expect.stringMatching(/^Line 2 has 1 date, and a window has four/),
    })
    expect(checkPlanForm(form({ trainLength: '', windowLines: 'nothing' }))).toEqual({ trainLength: 'Enter a whole number, 1 or more' })
  })

  it('goes on from the windows that are shown, unless some were typed', () => {
    const { windows } = makeValidationPreview()
    const lines = listWindows(form(), windows).split('\n')
    expect(lines).toHaveLength(windows.length)
    const [first] = windows
    expect(lines[0]).toBe(`${first!.trainStart}..${first!.trainEnd} ${first!.testStart}..${first!.testEnd}`)
    expect(listWindows(form({ windowLines: LINE }), windows)).toBe(LINE)
  })
})
