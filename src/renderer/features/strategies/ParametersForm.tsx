import { NumberInput, Select, SimpleGrid, Switch, Textarea } from '@mantine/core'
import type { ParameterDescriptor, Parameters, StrategyDescriptor } from '#shared/domain/strategyType.ts'
import { type StrategyFormErrors, usedParameters } from './strategyForm.ts'

type ParameterValue = Parameters[string]

interface ParametersFormProps {
  readonly descriptor: StrategyDescriptor
  readonly values: Parameters
  readonly errors: StrategyFormErrors
  readonly onChange: (values: Parameters) => void
}

/** Inputs drawn from the family's own description; parameters that another choice makes idle are hidden. */
export function ParametersForm({ descriptor, values, errors, onChange }: ParametersFormProps) {
  return (
    <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
      {usedParameters(descriptor, values).map((parameter) => (
        <ParameterField
          key={parameter.name}
          parameter={parameter}
          value={values[parameter.name] ?? parameter.default}
          error={errors[`parameters.${parameter.name}`]}
          onChange={(value) => onChange({ ...values, [parameter.name]: value })}
        />
      ))}
    </SimpleGrid>
  )
}

interface ParameterFieldProps {
  readonly parameter: ParameterDescriptor
  readonly value: ParameterValue
  readonly error: string | undefined
  readonly onChange: (value: ParameterValue) => void
}

function ParameterField({ parameter, value, error, onChange }: ParameterFieldProps) {
  const { help, unit } = parameter
  const label = unit === '' ? parameter.label : `${parameter.label} (${unit})`
  switch (parameter.kind) {
    case 'integer':
    case 'number':
      return (
        <NumberInput
          label={label}
          description={help}
          min={parameter.min}
          max={parameter.max}
          step={parameter.step}
          allowDecimal={parameter.kind === 'number'}
          // The bounds are shown as a message: a value that changes by itself while one types is worse than an error.
          clampBehavior="none"
          value={typeof value === 'boolean' ? '' : value}
          error={error}
          onChange={onChange}
        />
      )
    case 'choice':
      return (
        <Select
          label={label}
          description={help}
          data={parameter.choices}
          value={String(value)}
          error={error}
          allowDeselect={false}
          onChange={(choice) => onChange(choice ?? parameter.default)}
        />
      )
    case 'boolean':
      return (
        <Switch
          label={label}
          description={help}
          checked={value === true}
          error={error}
          onChange={(event) => onChange(event.currentTarget.checked)}
        />
      )
    case 'text':
      return (
        <Textarea
          label={label}
          description={help}
          autosize
          maxLength={parameter.maxLength}
          value={String(value)}
          error={error}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      )
  }
}
