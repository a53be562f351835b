import { Button, Group, SegmentedControl, Stack, Switch } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useDisclosure } from '@mantine/hooks'
import { useMutation } from '@tanstack/react-query'
import type { Connection } from '#shared/domain/connection.ts'
import type { ListedProfile } from '#shared/domain/connectionProfile.ts'
import { useApi } from '../../api/ApiProvider.tsx'
import { ErrorNotice } from '../../components/ErrorNotice.tsx'
import { Panel } from '../../components/Panel.tsx'
import { CopyUrlButton } from './CopyUrlButton.tsx'
import { connectionOf, formOf, missingFields } from './connectionForm.ts'
import { PostgresFields } from './PostgresFields.tsx'
import { SaveProfileDialog } from './profiles/SaveProfileDialog.tsx'
import { SqliteFields } from './SqliteFields.tsx'
import { TestStages } from './TestStages.tsx'
import { UrlPaste } from './UrlPaste.tsx'
import { useSwitchDatabase } from './useSwitchDatabase.tsx'

const DIALECTS = [
  { value: 'sqlite', label: 'SQLite file' },
  { value: 'postgres', label: 'PostgreSQL' },
]

interface ConnectionPanelProps {
  readonly current: Connection | undefined
  /** The saved connection that is being edited; null = none. */
  readonly editing: ListedProfile | null
  readonly onSaved: () => void
}

function useConnectionForm({ current, editing }: Pick<ConnectionPanelProps, 'current' | 'editing'>) {
  const api = useApi()
  const form = useForm({ mode: 'controlled', initialValues: formOf(editing?.connection ?? current), validate: missingFields })
  const test = useMutation(api.connections.test.mutationOptions())
  const switching = useSwitchDatabase()
  const forgetOutcomes = () => {
    test.reset()
    switching.reset()
  }
  const fill = (connection: Connection, password: string) => {
    form.setValues({ ...formOf(connection), password })
    forgetOutcomes()
  }
  /** Does something with the connection, once everything needed is there. */
  const whenComplete = (use: () => void) => () => {
    if (!form.validate().hasErrors) use()
  }
  return { form, test, switching, fill, forgetOutcomes, whenComplete }
}

/** Chooses another database: fill in or paste, test stage by stage, then switch or save. */
export function ConnectionPanel({ current, editing, onSaved }: ConnectionPanelProps) {
  const { form, test, switching, fill, forgetOutcomes, whenComplete } = useConnectionForm({ current, editing })
  const [isSaving, saving] = useDisclosure(false)
  const hasKeptPassword = editing?.password === 'kept' || editing?.password === 'session'
  const testForm = form.onSubmit((values) => {
    forgetOutcomes()
    test.mutate(connectionOf(values))
  })
  return (
    <Panel title={editing === null ? 'Use another database' : `Edit ${editing.name}`}>
      <Stack>
        <UrlPaste onRead={fill} />
        <form onSubmit={testForm} noValidate>
          <Stack>
            <SegmentedControl
              aria-label="Kind of database"
              data={DIALECTS}
              value={form.values.dialect}
              onChange={(dialect) => form.setFieldValue('dialect', dialect === 'postgres' ? 'postgres' : 'sqlite')}
            />
            {form.values.dialect === 'sqlite' ? (
              <SqliteFields form={form} />
            ) : (
              <PostgresFields form={form} passwordHint={hasKeptPassword ? 'Kept: leave empty to use it' : ''} />
            )}
            <Switch
              label="Read-only"
              description="The database itself refuses every write"
              {...form.getInputProps('readOnly', { type: 'checkbox' })}
            />
            <Group gap="xs">
              <Button type="submit" variant="default" loading={test.isPending}>
                Test connection
              </Button>
              <Button variant="default" onClick={whenComplete(saving.open)}>
                {editing === null ? 'Save connection' : 'Save changes'}
              </Button>
              <CopyUrlButton connectionOf={() => connectionOf(form.values).connection} canCopy={() => !form.validate().hasErrors} />
              <Button loading={switching.isPending} onClick={whenComplete(() => switching.start(connectionOf(form.values)))}>
                Switch to this database
              </Button>
            </Group>
          </Stack>
        </form>
        {test.data !== undefined && <TestStages test={test.data} />}
        {test.error !== null && <ErrorNotice error={test.error} title="The connection could not be tested" />}
        {switching.error !== null && <ErrorNotice error={switching.error} title="The database was not changed" />}
      </Stack>
      <SaveProfileDialog
        target={isSaving ? connectionOf(form.values) : null}
        editing={editing}
        onClose={saving.close}
        onSaved={() => {
          saving.close()
          onSaved()
        }}
      />
    </Panel>
  )
}
