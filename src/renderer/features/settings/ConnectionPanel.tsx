import { Button, Group, SegmentedControl, Stack, Text } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useMutation } from '@tanstack/react-query'
import type { Connection } from '#shared/domain/connection.ts'
import { useApi } from '../../api/ApiProvider.tsx'
import { ErrorNotice } from '../../components/ErrorNotice.tsx'
import { Panel } from '../../components/Panel.tsx'
import { connectionOf, formOf, missingFields } from './connectionForm.ts'
import { PostgresFields } from './PostgresFields.tsx'
import { SqliteFields } from './SqliteFields.tsx'
import { TestStages } from './TestStages.tsx'
import { UrlPaste } from './UrlPaste.tsx'
import { useSwitchDatabase } from './useSwitchDatabase.tsx'

const DIALECTS = [
  { value: 'sqlite', label: 'SQLite file' },
  { value: 'postgres', label: 'PostgreSQL' },
]

/** Chooses another database: fill in or paste, test stage by stage, then switch. */
export function ConnectionPanel({ current }: { current: Connection | undefined }) {
  const api = useApi()
  const form = useForm({ mode: 'controlled', initialValues: formOf(current), validate: missingFields })
  const test = useMutation(api.connections.test.mutationOptions())
  const switching = useSwitchDatabase()
  const fill = (connection: Connection, password: string) => {
    form.setValues({ ...formOf(connection), password })
    test.reset()
    switching.reset()
  }
  const testForm = form.onSubmit((values) => {
    switching.reset()
    test.mutate(connectionOf(values))
  })
  const switchToForm = () => {
    if (!form.validate().hasErrors) switching.start(connectionOf(form.values))
  }
  return (
    <Panel title="Use another database">
      <Stack>
        <Text size="sm" c="dimmed">
          Passwords are kept by the application, not by this window.
        </Text>
        <UrlPaste onRead={fill} />
        <form onSubmit={testForm} noValidate>
          <Stack>
            <SegmentedControl
              aria-label="Kind of database"
              data={DIALECTS}
              value={form.values.dialect}
              onChange={(dialect) => form.setFieldValue('dialect', dialect === 'postgres' ? 'postgres' : 'sqlite')}
            />
            {form.values.dialect === 'sqlite' ? <SqliteFields form={form} /> : <PostgresFields form={form} />}
            <Group gap="xs">
              <Button type="submit" variant="default" loading={test.isPending}>
                Test connection
              </Button>
              <Button loading={switching.isPending} onClick={switchToForm}>
                Switch to this database
              </Button>
            </Group>
          </Stack>
        </form>
        {test.data !== undefined && <TestStages test={test.data} />}
        {test.error !== null && <ErrorNotice error={test.error} title="The connection could not be tested" />}
        {switching.error !== null && <ErrorNotice error={switching.error} title="The database was not changed" />}
      </Stack>
    </Panel>
  )
}
