import { Button, Checkbox, Group, NumberInput, Select, SimpleGrid, Stack, TextInput } from '@mantine/core'
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react'
import { useState } from 'react'
import type { Dataset } from '#shared/domain/dataset.ts'
import { formatCount } from '../../format/figures.ts'
import { FormSection } from '../FormSection.tsx'
import { describeSizing } from './fromRunSettings.ts'
import { MissingData } from './MissingData.tsx'
import type { DateRange, NumberField, RunForm, RunFormErrors } from './runForm.ts'
import { StrategySelect } from './StrategySelect.tsx'

interface FieldsProps {
  readonly form: RunForm
  readonly errors: RunFormErrors
  readonly change: (changes: Partial<RunForm>) => void
}

type NumberKey = {
  [Key in keyof RunForm]: RunForm[Key] extends NumberField ? (NumberField extends RunForm[Key] ? Key : never) : never
}[keyof RunForm]

interface NumberInputOfProps extends FieldsProps {
  readonly field: NumberKey
  /** Ends with the unit in brackets where there is one. */
  readonly label: string
  readonly description?: string
  readonly min?: number
  readonly max?: number
  readonly step?: number
  readonly placeholder?: string
}

function NumberInputOf({ field, form, errors, change, ...input }: NumberInputOfProps) {
  return (
    <NumberInput
      {...input}
      thousandSeparator=","
      value={form[field]}
      error={errors[field]}
      onChange={(value) => change({ [field]: value })}
    />
  )
}

interface SubjectFieldsProps extends FieldsProps {
  readonly datasets: readonly Dataset[]
  /** Dates of the chosen data; null until one is chosen. */
  readonly range: DateRange | null
  /** What to do when no data fit; null when some do. */
  readonly missing: string | null
}

function datasetLabel({ kind, name, symbol, barCount }: Dataset): string {
  return `${name} (${kind === 'panel' ? `panel of ${symbol}, ` : ''}${formatCount(barCount)} bars)`
}

/** What runs, on which data and between which dates. */
export function SubjectFields({ form, errors, change, datasets, range, missing }: SubjectFieldsProps) {
  const dateInput = (field: 'startDate' | 'endDate', label: string, ownEnd: string | undefined) => (
    <TextInput
      type="date"
      label={label}
      description={ownEnd === undefined ? 'Choose a dataset first' : `Empty means ${ownEnd}`}
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      min={range?.first}
      max={range?.last}
      value={form[field]}
      error={errors[field]}
      onChange={(event) => change({ [field]: event.currentTarget.value })}
    />
  )
  return (
    <FormSection title="Strategy and data">
      <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
        <StrategySelect value={form.strategyId} error={errors.strategyId} onChange={(strategyId) => change({ strategyId })} />
        <Select
          label="Dataset"
          placeholder="Choose the data"
          data={datasets.map((dataset) => ({ value: dataset.id, label: datasetLabel(dataset) }))}
          value={form.datasetId}
          error={errors.datasetId}
          allowDeselect={false}
          onChange={(datasetId) => change({ datasetId, startDate: '', endDate: '' })}
        />
        {dateInput('startDate', 'Start date', range?.first)}
        {dateInput('endDate', 'End date', range?.last)}
      </SimpleGrid>
      <MissingData message={missing} />
    </FormSection>
  )
}

/** How much money and how much of it a trade takes. */
export function MoneyFields(props: FieldsProps) {
  const { form, change } = props
  return (
    <FormSection title="Money">
      <SimpleGrid cols={{ base: 1, xs: 3 }} spacing="sm">
        <NumberInputOf {...props} field="initialCash" label="Initial cash" min={0} step={10_000} />
        <Select
          label="Position size"
          data={[
            { value: 'all_in', label: 'All cash' },
            { value: 'fraction', label: 'Share of equity' },
            { value: 'fixed_units', label: 'Fixed units' },
            ...(form.kept.sizing === null ? [] : [{ value: 'kept', label: describeSizing(form.kept.sizing) }]),
          ]}
          value={form.sizingType}
          allowDeselect={false}
          onChange={(value) => change({ sizingType: value as RunForm['sizingType'] })}
        />
        {form.sizingType === 'fraction' && <NumberInputOf {...props} field="sizingPercent" label="Share of equity (%)" min={0} step={5} />}
        {form.sizingType === 'fixed_units' && <NumberInputOf {...props} field="sizingUnits" label="Units per trade" min={0} />}
      </SimpleGrid>
    </FormSection>
  )
}

/** What trading costs. */
export function CostFields(props: FieldsProps) {
  const { form, change } = props
  return (
    <FormSection title="Costs">
      <SimpleGrid cols={{ base: 1, xs: 3 }} spacing="sm">
        <Select
          label="Commission"
          data={[
            { value: 'percentage', label: 'Percent of value' },
            { value: 'fixed_per_share', label: 'Per unit' },
            { value: 'zero', label: 'None' },
          ]}
          value={form.costType}
          allowDeselect={false}
          {...(form.costType === 'zero' ? { description: 'The dev gate asks for costs.' } : {})}
          onChange={(value) => change({ costType: value as RunForm['costType'] })}
        />
        {form.costType === 'percentage' && (
          <NumberInputOf {...props} field="costPercent" label="Commission per side (%)" min={0} step={0.05} />
        )}
        {form.costType === 'fixed_per_share' && (
          <NumberInputOf {...props} field="costPerShare" label="Commission per unit" min={0} step={0.001} />
        )}
        <NumberInputOf {...props} field="slippageBps" label="Slippage (basis points)" min={0} step={0.5} />
      </SimpleGrid>
    </FormSection>
  )
}

/** When orders fill and what closes a trade. */
export function ExecutionFields(props: FieldsProps) {
  const { form, change } = props
  return (
    <FormSection title="Execution">
      <SimpleGrid cols={{ base: 1, xs: 3 }} spacing="sm">
        <Select
          label="Fill orders at"
          data={[
            { value: 'next_open', label: 'Next open' },
            { value: 'close', label: 'Same close (look-ahead risk)' },
          ]}
          value={form.fill}
          allowDeselect={false}
          onChange={(value) => change({ fill: value as RunForm['fill'] })}
        />
        <NumberInputOf {...props} field="stopLossPercent" label="Stop loss (%)" placeholder="None" min={0} max={100} step={1} />
        <NumberInputOf {...props} field="takeProfitPercent" label="Take profit (%)" placeholder="None" min={0} step={1} />
      </SimpleGrid>
    </FormSection>
  )
}

const RARE_FIELDS = ['minimumCommission', 'spreadBps', 'maxLeverage', 'riskFreePercent', 'periodsPerYear', 'seed'] as const

/** Settings whose defaults nearly always fit; opened by the person, or by an error inside. */
export function RareFields(props: FieldsProps) {
  const { form, errors, change } = props
  const [isAsked, setIsAsked] = useState(false)
  const isOpen = isAsked || RARE_FIELDS.some((field) => errors[field] !== undefined)
  return (
    <Stack gap="sm" align="stretch">
      <Group>
        <Button
          variant="subtle"
          color="gray"
          size="compact-sm"
          aria-expanded={isOpen}
          leftSection={isOpen ? <IconChevronDown size={14} aria-hidden /> : <IconChevronRight size={14} aria-hidden />}
          onClick={() => setIsAsked(!isOpen)}
        >
          More settings
        </Button>
      </Group>
      {isOpen && (
        <SimpleGrid cols={{ base: 1, xs: 3 }} spacing="sm">
          <Checkbox
            mt={28}
            label="Allow fractional units"
            checked={form.isFractional}
            onChange={(event) => change({ isFractional: event.currentTarget.checked })}
          />
          <NumberInputOf {...props} field="minimumCommission" label="Minimum commission per fill" min={0} />
          <NumberInputOf {...props} field="spreadBps" label="Spread (basis points)" min={0} step={0.5} />
          <NumberInputOf {...props} field="maxLeverage" label="Max leverage (times equity)" placeholder="No limit" min={0} step={0.5} />
          <NumberInputOf {...props} field="riskFreePercent" label="Risk-free rate (% a year)" min={0} step={0.25} />
          <NumberInputOf {...props} field="periodsPerYear" label="Bars per year" min={1} />
          <NumberInputOf {...props} field="seed" label="Random seed" min={0} />
          <Select
            label="Stop and target from"
            data={[
              { value: 'signal', label: 'Close of the signal bar' },
              { value: 'fill', label: 'Fill price' },
            ]}
            value={form.bracketReference}
            allowDeselect={false}
            onChange={(value) => change({ bracketReference: value as RunForm['bracketReference'] })}
          />
        </SimpleGrid>
      )}
    </Stack>
  )
}
