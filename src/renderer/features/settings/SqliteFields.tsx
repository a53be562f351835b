import { TextInput } from '@mantine/core'
import type { UseFormReturnType } from '@mantine/form'
import type { ConnectionForm } from './connectionForm.ts'

/** Where a SQLite file lies. */
export function SqliteFields({ form }: { form: UseFormReturnType<ConnectionForm> }) {
  return (
    <TextInput
      label="Database file"
      description="Path on the machine that runs Aurelius; a new file is created when there is none"
      required
      styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
      {...form.getInputProps('file')}
    />
  )
}
