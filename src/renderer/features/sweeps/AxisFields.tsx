import { Checkbox, Group, MultiSelect, NumberInput, Stack, Text } from '@mantine/core'
import { formatCount } from '../../format/figures.ts'
import { type AxisField, choicesOf, countValues } from './sweepForm.ts'

interface AxisFieldsProps {
  readonly axes: readonly AxisField[]
  readonly onChange: (axes: AxisField[]) => void
}

/** One row for everything that may be varied: on or off, and which values. */
export function AxisFields({ axes, onChange }: AxisFieldsProps) {
  const change = (name: string, changes: Partial<AxisField>) =>
    onChange(axes.map((axis) => (axis.descriptor.name === name ? { ...axis, ...changes } : axis)))
  return (
    <Stack gap="xs">
      {axes.map((axis) => (
        <AxisRow key={axis.descriptor.name} axis={axis} onChange={(changes) => change(axis.descriptor.name, changes)} />
      ))}
    </Stack>
  )
}

interface AxisRowProps {
  readonly axis: AxisField
  readonly onChange: (changes: Partial<AxisField>) => void
}

function AxisRow({ axis, onChange }: AxisRowProps) {
  const { descriptor, isOn } = axis
  const count = isOn ? countValues(axis) : null
  const label = descriptor.unit === '' ? descriptor.label : `${descriptor.label} (${descriptor.unit})`
  return (
    <Group gap="sm" wrap="wrap" align="center">
      <Checkbox
        w={210}
        label={label}
        title={descriptor.help}
        checked={isOn}
        onChange={(event) => onChange({ isOn: event.currentTarget.checked })}
      />
      {isOn && <AxisValues axis={axis} onChange={onChange} />}
      {isOn && (
        <Text component="output" size="sm" c="dimmed">
          {count === null ? 'Incomplete' : `${formatCount(count)} values`}
        </Text>
      )}
    </Group>
  )
}

function AxisValues({ axis, onChange }: AxisRowProps) {
  const { descriptor, values } = axis
  const { label } = descriptor
  if (descriptor.kind === 'choice' || descriptor.kind === 'boolean') {
    return (
      <MultiSelect
        aria-label={`${label} values`}
        data={choicesOf(descriptor)}
        value={[...values]}
        onChange={(chosen) => onChange({ values: chosen })}
      />
    )
  }
  const bound = (field: 'from' | 'to' | 'step') => (
    <NumberInput
      key={field}
      w={92}
      aria-label={`${label} ${field}`}
      prefix={`${field} `}
      hideControls
      value={axis[field]}
      onChange={(value) => onChange({ [field]: value })}
    />
  )
  return <Group gap={6}>{(['from', 'to', 'step'] as const).map(bound)}</Group>
}
