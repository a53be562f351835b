import { Checkbox, NumberInput, SegmentedControl, Select, SimpleGrid, Stack, Text, TextInput } from '@mantine/core'
import type { ParameterDescriptor } from '#shared/domain/strategyType.ts'
import { FormSection } from '../FormSection.tsx'
import type { PlanForm, PlanFormErrors } from './validationForm.ts'

interface PlanFieldsProps {
  readonly form: PlanForm
  readonly errors: PlanFormErrors
  readonly change: (changes: Partial<PlanForm>) => void
}

/** How long windows are, how they move, and what lies between training and test. */
export function WindowFields({ form, errors, change }: PlanFieldsProps) {
  const number = (field: keyof PlanFormErrors, label: string, description: string) => (
    <NumberInput
      label={label}
      description={description}
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      allowDecimal={false}
      min={0}
      value={form[field]}
      error={errors[field]}
      onChange={(value) => change({ [field]: value })}
    />
  )
  return (
    <FormSection title="Windows">
      <Stack gap="sm">
        <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
          <SegmentedControl
            aria-label="How windows move"
            data={[
              { value: 'rolling', label: 'Rolling' },
              { value: 'anchored', label: 'Anchored' },
            ]}
            value={form.mode}
            onChange={(mode) => change({ mode: mode as PlanForm['mode'] })}
          />
          <SegmentedControl
            aria-label="Unit of the lengths"
            data={[
              { value: 'bars', label: 'In bars' },
              { value: 'days', label: 'In calendar days' },
            ]}
            value={form.unit}
            onChange={(unit) => change({ unit: unit as PlanForm['unit'] })}
          />
        </SimpleGrid>
        <SimpleGrid cols={{ base: 2, xs: 4 }} spacing="sm">
          {number('trainLength', `Training (${form.unit})`, form.mode === 'anchored' ? 'Of the first window' : 'Chooses parameters')}
          {number('testLength', `Test (${form.unit})`, 'Judges the choice')}
          {number('purgeBars', 'Purge (bars)', 'At least the longest trade')}
          {number('embargoBars', 'Embargo (bars)', 'Left out as well')}
        </SimpleGrid>
        {form.unit === 'bars' && (
          <Checkbox
            label="Keep a last test that the data do not fill"
            checked={form.isLastTestKept}
            onChange={(event) => change({ isLastTestKept: event.currentTarget.checked })}
          />
        )}
      </Stack>
    </FormSection>
  )
}

interface AxisFieldsProps {
  readonly form: PlanForm
  readonly parameters: readonly ParameterDescriptor[]
  readonly change: (changes: Partial<PlanForm>) => void
}

/** Which parameters every window chooses anew, from which values, and by what. */
export function AxisFields({ form, parameters, change }: AxisFieldsProps) {
  const numbers = parameters.filter(({ kind }) => kind === 'integer' || kind === 'number')
  return (
    <FormSection title="Parameters chosen in every window">
      <Stack gap="sm">
        <Text size="sm" c="dimmed">
          Write a range first:last:step or a list. What stays empty keeps the strategy's own value.
        </Text>
        <SimpleGrid cols={{ base: 1, xs: 3 }} spacing="sm">
          {numbers.map((parameter) => (
            <TextInput
              key={parameter.name}
              label={parameter.label}
              placeholder={exampleRange(parameter)}
              value={form.axes[parameter.name] ?? ''}
              onChange={(event) => change({ axes: { ...form.axes, [parameter.name]: event.currentTarget.value } })}
            />
          ))}
        </SimpleGrid>
        <SimpleGrid cols={{ base: 1, xs: 3 }} spacing="sm">
          <TextInput
            label="Only where"
            placeholder="fast < slow"
            value={form.where}
            onChange={(event) => change({ where: event.currentTarget.value })}
          />
          <Select
            label="Choose by"
            data={[
              { value: 'sharpe', label: 'Sharpe ratio' },
              { value: 'total_return', label: 'Total return' },
              { value: 'calmar', label: 'Calmar ratio' },
            ]}
            value={form.metric}
            allowDeselect={false}
            onChange={(metric) => change({ metric: metric as PlanForm['metric'] })}
          />
          <Select
            label="Take"
            data={[
              { value: 'plateau', label: 'Best neighbourhood' },
              { value: 'peak', label: 'Best point' },
            ]}
            value={form.choice}
            allowDeselect={false}
            onChange={(choice) => change({ choice: choice as PlanForm['choice'] })}
          />
        </SimpleGrid>
      </Stack>
    </FormSection>
  )
}

/** Half to twice the default, in four steps or so. */
function exampleRange(parameter: ParameterDescriptor): string {
  if (parameter.kind !== 'integer' && parameter.kind !== 'number') return ''
  const { default: middle, min, max, kind } = parameter
  const round = (value: number) => (kind === 'integer' ? Math.max(1, Math.round(value)) : Number(value.toPrecision(2)))
  const first = Math.max(min, round(middle / 2))
  const last = Math.min(max, round(middle * 2))
  return `${first}:${last}:${round((last - first) / 4)}`
}
