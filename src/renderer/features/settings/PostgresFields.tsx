import { NumberInput, PasswordInput, Select, SimpleGrid, TextInput } from '@mantine/core'
import type { UseFormReturnType } from '@mantine/form'
import type { ConnectionForm } from './connectionForm.ts'

const TLS_MODES: readonly { value: ConnectionForm['tls']; label: string }[] = [
  { value: 'verify-full', label: 'Encrypted, certificate and name checked' },
  { value: 'verify-ca', label: 'Encrypted, certificate checked, name not' },
  { value: 'require', label: 'Encrypted, certificate not checked' },
  { value: 'disable', label: 'Not encrypted' },
]

/** How a PostgreSQL server is reached. */
export function PostgresFields({ form }: { form: UseFormReturnType<ConnectionForm> }) {
  return (
    <SimpleGrid cols={{ base: 1, xs: 2 }}>
      <TextInput label="Host" required {...form.getInputProps('host')} />
      <NumberInput label="Port" required min={1} max={65535} allowDecimal={false} thousandSeparator="" {...form.getInputProps('port')} />
      <TextInput label="Database" required {...form.getInputProps('database')} />
      <TextInput label="Schema" required {...form.getInputProps('schema')} />
      <TextInput label="User" required autoComplete="off" {...form.getInputProps('user')} />
      <PasswordInput label="Password" autoComplete="off" {...form.getInputProps('password')} />
      <Select label="Encryption (TLS)" data={TLS_MODES} allowDeselect={false} {...form.getInputProps('tls')} />
      <NumberInput label="Most connections" min={1} max={100} allowDecimal={false} {...form.getInputProps('poolMax')} />
    </SimpleGrid>
  )
}
