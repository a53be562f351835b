import { Checkbox, NumberInput, SegmentedControl, Select, SimpleGrid, Stack, Text, Textarea, TextInput } from '@mantine/core'
import type { ParameterDescriptor } from '#shared/domain/strategyType.ts'
import { FormSection } from '../FormSection.tsx'
import type { PlanForm, PlanFormErrors } from './validationForm.ts'

interface PlanFieldsProps {
  readonly form: PlanForm
  readonly errors: PlanFormErrors
  readonly change: (changes: Partial<PlanForm>) => void
}

/** How windows are laid out, and what lies between training and test. */
export function WindowFields(props: PlanFieldsProps) {
  const { form, change } = props
  const isListed = form.mode === 'listed'
  return (
    <FormSection title="Windows">
      <Stack gap="sm">
        <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
          <SegmentedControl
            aria-label="How windows move"
            data={[
              { value: 'rolling', label: 'Rolling' },
              { value: 'anchored', label: 'Anchored' },
              { value: 'listed', label: 'One by one' },
            ]}
            value={form.mode}
            onChange={(mode) => change({ mode: mode as PlanForm['mode'] })}
          />
          {!isListed && (
            <SegmentedControl
              aria-label="Unit of the lengths"
              data={[
                { value: 'bars', label: 'In bars' },
                { value: 'days', label: 'In calendar days' },
              ]}
              value={form.unit}
              onChange={(unit) => change({ unit: unit as PlanForm['unit'] })}
            />
          )}
        </SimpleGrid>
        {isListed ? <ListedFields {...props} /> : <LengthFields {...props} />}
      </Stack>
    </FormSection>
  )
}

function PlanNumber({ form, errors, change, field, label, description }: PlanFieldsProps & PlanNumberField) {
  return (
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
}

interface PlanNumberField {
  readonly field: 'trainLength' | 'testLength' | 'purgeBars' | 'embargoBars'
  readonly label: string
  readonly description: string
}

function LengthFields(props: PlanFieldsProps) {
  const { form, change } = props
  const first = form.mode === 'anchored' ? 'Of the first window' : 'Chooses parameters'
  return (
    <>
      <SimpleGrid cols={{ base: 2, xs: 4 }} spacing="sm">
        <PlanNumber {...props} field="trainLength" label={`Training (${form.unit})`} description={first} />
        <PlanNumber {...props} field="testLength" label={`Test (${form.unit})`} description="Judges the choice" />
        <PlanNumber {...props} field="purgeBars" label="Purge (bars)" description="At least the longest trade" />
        <PlanNumber {...props} field="embargoBars" label="Embargo (bars)" description="Left out as well" />
      </SimpleGrid>
      {form.unit === 'bars' && (
        <Checkbox
          label="Keep a last test that the data do not fill"
          checked={form.isLastTestKept}
          onChange={(event) => change({ isLastTestKept: event.currentTarget.checked })}
        />
      )}
    </>
  )
}

function ListedFields(props: PlanFieldsProps) {
  const { form, errors, change } = props
  return (
    <>
      <Textarea
        label="Windows, one a line"
        description="First and last day of the training, then of the test. Lines copied from a spreadsheet can be pasted as they are."
        inputWrapperOrder={['label', 'description', 'input', 'error']}
        placeholder={'2010-01-01..2013-12-31 2014-01-01..2014-12-31\n2010-01-01..2014-12-31 2015-01-01..2016-06-30'}
        autosize
        minRows={3}
        maxRows={10}
        spellCheck={false}
        value={form.windowLines}
        error={errors.windowLines}
        onChange={(event) => change({ windowLines: event.currentTarget.value })}
      />
      <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
        <PlanNumber
          {...props}
          field="purgeBars"
          label="Purge (bars)"
          description="Off the end of a training that comes nearer to its test"
        />
        <PlanNumber {...props} field="embargoBars" label="Embargo (bars)" description="Left out as well" />
      </SimpleGrid>
    </>
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
