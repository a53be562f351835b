import { Button, Group, Select, Stack, TextInput } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import type { Dataset } from '#shared/domain/dataset.ts'
import { useApi } from '../../api/ApiProvider.tsx'
import { readError } from '../../api/readError.ts'
import { ErrorNotice } from '../../components/ErrorNotice.tsx'
import { showUndo } from '../../components/undoNotice.tsx'
import { ADJUSTED_CHOICES, SURVIVORSHIP_CHOICES } from './ImportFields.tsx'
import { adjustedChoice, adjustedOf } from './importForm.ts'

interface FactsFormProps {
  readonly dataset: Dataset
  readonly onSaved: () => Promise<unknown>
  readonly onCancel: () => void
}

const factsOf = ({ id, name, source, adjusted, survivorship }: Dataset) => ({ id, name, source, adjusted, survivorship })

/** Changes what is said about data; the bars themselves never change. */
export function FactsForm({ dataset, onSaved, onCancel }: FactsFormProps) {
  const api = useApi()
  const [facts, setFacts] = useState(dataset)
  const takeBack = useMutation(
    api.datasets.update.mutationOptions({
      onSuccess: onSaved,
      onError: (error) => notifications.show({ color: 'red', title: 'The facts stay changed', message: readError(error).message }),
    }),
  )
  const save = useMutation(
    api.datasets.update.mutationOptions({
      onSuccess: async (changed) => {
        await onSaved()
        showUndo({ message: `Changed the facts of ${changed.name}`, onUndo: () => takeBack.mutate(factsOf(dataset)) })
      },
    }),
  )
  const set = (changes: Partial<Dataset>) => setFacts({ ...facts, ...changes })
  const { name, source, adjusted, survivorship } = facts
  return (
    <Stack gap="sm">
      <TextInput label="Name" required maxLength={255} value={name} onChange={(event) => set({ name: event.currentTarget.value })} />
      <TextInput label="Source" maxLength={255} value={source} onChange={(event) => set({ source: event.currentTarget.value })} />
      <Select
        label="Adjusted for splits and dividends"
        data={ADJUSTED_CHOICES}
        value={adjustedChoice(adjusted)}
        allowDeselect={false}
        onChange={(choice) => set({ adjusted: adjustedOf(choice ?? 'unknown') })}
      />
      <Select
        label="Instruments in the data"
        data={SURVIVORSHIP_CHOICES}
        value={survivorship}
        allowDeselect={false}
        onChange={(choice) => set({ survivorship: choice ?? 'unknown' })}
      />
      {save.error !== null && <ErrorNotice error={save.error} title="Nothing was changed" />}
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={onCancel}>
          Cancel
        </Button>
        <Button disabled={name.trim() === ''} loading={save.isPending} onClick={() => save.mutate(factsOf(facts))}>
          Save
        </Button>
      </Group>
    </Stack>
  )
}
