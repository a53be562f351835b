import { Button, Group, SimpleGrid, Stack, Text, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { Dataset } from '#shared/domain/dataset.ts'
import { confirmAction } from '../../components/confirmAction.tsx'
import { formatDate } from '../../format/instants.ts'
import { useHoldout } from './useHoldout.ts'

interface HoldoutLockFormProps {
  readonly dataset: Dataset
  readonly onDone: () => void
}

/** Asks which dates and why; what locking means is said before it is done, for it is for good. */
export function HoldoutLockForm({ dataset, onDone }: HoldoutLockFormProps) {
  const { lock } = useHoldout()
  const [startDate, setStartDate] = useState('')
  const [endDate, setEndDate] = useState('')
  const [reason, setReason] = useState('')
  const [first, last] = [formatDate(dataset.firstTimeMs), formatDate(dataset.lastTimeMs)]
  const ask = () =>
    confirmAction({
      title: `Lock ${startDate} to ${endDate || last} for good?`,
      body: <LockConsequences name={dataset.name} />,
      confirmLabel: 'Lock for good',
      onConfirm: async () => {
        await lock({ datasetId: dataset.id, startDate, endDate: endDate || null, reason })
        onDone()
      },
    })
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        ask()
      }}
    >
      <Stack gap="sm">
        <SimpleGrid cols={2} spacing="sm">
          <DateInput
            label="First locked day"
            description={`After ${first}`}
            value={startDate}
            range={{ first, last }}
            onChange={setStartDate}
          />
          <DateInput
            label="Last locked day"
            description={`Empty means ${last}`}
            value={endDate}
            range={{ first, last }}
            onChange={setEndDate}
          />
        </SimpleGrid>
        <TextInput label="Reason" required value={reason} onChange={(event) => setReason(event.currentTarget.value)} />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onDone}>
            Cancel
          </Button>
          <Button type="submit" disabled={startDate === '' || reason.trim() === ''}>
            Lock these days
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

interface DateInputProps {
  readonly label: string
  readonly description: string
  readonly value: string
  readonly range: { readonly first: string; readonly last: string }
  readonly onChange: (date: string) => void
}

function DateInput({ range, onChange, ...input }: DateInputProps) {
  return (
    <TextInput
      {...input}
      type="date"
      min={range.first}
      max={range.last}
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  )
}

function LockConsequences({ name }: { readonly name: string }) {
  return (
    <Stack gap="xs">
      <Text size="sm">
        No backtest, sweep or walk-forward on {name} reads these days from now on: one that leaves its end open ends before them, one that
        names a day inside is refused.
      </Text>
      <Text size="sm">
        Nobody can move or remove the lock, and {name} cannot be deleted any more. Runs that have read these days already stay as they are.
      </Text>
    </Stack>
  )
}
