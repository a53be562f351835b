import { Button, NumberInput, PasswordInput, Select, SimpleGrid, Stack, TextInput } from '@mantine/core'
import type { UseFormReturnType } from '@mantine/form'
import { useDisclosure } from '@mantine/hooks'
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react'
import type { ConnectionForm, OptionalNumber } from './connectionForm.ts'

const TLS_MODES: readonly { value: ConnectionForm['tls']; label: string }[] = [
  { value: 'verify-full', label: 'Encrypted, certificate and name checked' },
  { value: 'verify-ca', label: 'Encrypted, certificate checked, name not' },
  { value: 'require', label: 'Encrypted, certificate not checked' },
  { value: 'disable', label: 'Not encrypted' },
]

/** Left empty, the default holds; 0 = no limit. */
const LIMITS: readonly { name: OptionalNumber; label: string; usual: string }[] = [
  { name: 'poolMin', label: 'Connections kept open', usual: '0' },
  { name: 'poolIdleTimeoutMs', label: 'Close idle ones after (ms)', usual: '30,000' },
  { name: 'poolAcquireTimeoutMs', label: 'Wait for a free one (ms)', usual: '15,000' },
  { name: 'statementTimeoutMs', label: 'Longest statement (ms)', usual: '60,000' },
  { name: 'lockTimeoutMs', label: 'Longest wait for a lock (ms)', usual: '5,000' },
  { name: 'idleInTransactionTimeoutMs', label: 'Longest idle transaction (ms)', usual: '60,000' },
]

interface PostgresFieldsProps {
  readonly form: UseFormReturnType<ConnectionForm>
  /** What stands in the empty password field. */
  readonly passwordHint: string
}

/** How a PostgreSQL server is reached. */
export function PostgresFields({ form, passwordHint }: PostgresFieldsProps) {
  const [showsLimits, limits] = useDisclosure(false)
  const isChecked = form.values.tls === 'verify-full' || form.values.tls === 'verify-ca'
  return (
    <Stack>
      <SimpleGrid cols={{ base: 1, xs: 2 }}>
        <TextInput label="Host" required {...form.getInputProps('host')} />
        <NumberInput label="Port" required min={1} max={65535} allowDecimal={false} thousandSeparator="" {...form.getInputProps('port')} />
        <TextInput label="Database" required {...form.getInputProps('database')} />
        <TextInput label="Schema" required {...form.getInputProps('schema')} />
        <TextInput label="User" required autoComplete="off" {...form.getInputProps('user')} />
        <PasswordInput label="Password" autoComplete="off" placeholder={passwordHint} {...form.getInputProps('password')} />
        <Select label="Encryption (TLS)" data={TLS_MODES} allowDeselect={false} {...form.getInputProps('tls')} />
        <TextInput
          label="Certificate authority (PEM file)"
          placeholder="The well-known authorities"
          disabled={!isChecked}
          {...form.getInputProps('tlsCaFile')}
        />
      </SimpleGrid>
      <Button
        variant="subtle"
        color="gray"
        size="compact-sm"
        style={{ alignSelf: 'flex-start' }}
        aria-expanded={showsLimits}
        leftSection={showsLimits ? <IconChevronDown size={14} aria-hidden /> : <IconChevronRight size={14} aria-hidden />}
        onClick={limits.toggle}
      >
        Pool and time limits
      </Button>
      {showsLimits && <LimitFields form={form} />}
    </Stack>
  )
}

function LimitFields({ form }: Pick<PostgresFieldsProps, 'form'>) {
  return (
    <SimpleGrid cols={{ base: 1, xs: 2 }}>
      <NumberInput label="Most connections" min={1} max={100} allowDecimal={false} {...form.getInputProps('poolMax')} />
      {LIMITS.map(({ name, label, usual }) => (
        <NumberInput
          key={name}
          label={label}
          placeholder={usual}
          min={0}
          max={name === 'poolMin' ? 100 : 86_400_000}
          allowDecimal={false}
          thousandSeparator=","
          {...form.getInputProps(name)}
        />
      ))}
    </SimpleGrid>
  )
}
