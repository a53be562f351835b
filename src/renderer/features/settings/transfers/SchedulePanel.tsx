import { Button, Group, NumberInput, Stack, Switch, Text } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import type { BackupFolder } from '#shared/domain/transfer.ts'
import { useApi } from '../../../api/ApiProvider.tsx'
import { ErrorNotice } from '../../../components/ErrorNotice.tsx'
import { Panel } from '../../../components/Panel.tsx'
import { showUndo } from '../../../components/undoNotice.tsx'

/** Backups that are made by themselves while Aurelius runs. */
export function SchedulePanel({ backups }: { readonly backups: BackupFolder }) {
  const api = useApi()
  const queries = useQueryClient()
  const [rule, setRule] = useState(backups.rule)
  const takeBack = useMutation(
    api.transfers.schedule.mutationOptions({ onSuccess: () => queries.invalidateQueries({ queryKey: api.transfers.backups.key() }) }),
  )
  const save = useMutation(
    api.transfers.schedule.mutationOptions({
      onSuccess: async (changed) => {
        const before = backups.rule
        showUndo({
          message: changed.rule.scheduled ? 'Backups are made by schedule' : 'No backups by schedule',
          onUndo: () => {
            setRule(before)
            takeBack.mutate(before)
          },
        })
        await queries.invalidateQueries({ queryKey: api.transfers.backups.key() })
      },
    }),
  )
  const submit = (event: FormEvent) => {
    event.preventDefault()
    save.mutate(rule)
  }
  return (
    <Panel title="Scheduled backups">
      <form onSubmit={submit}>
        <Stack gap="sm">
          {backups.problem !== null && (
            <Text size="sm" c="var(--verdict-fail)" role="alert">
              The latest one failed: {backups.problem}
            </Text>
          )}
          <Switch
            label="Back up by schedule"
            description="The database in use, while Aurelius runs; each is read back before an older one is deleted"
            checked={rule.scheduled}
            onChange={(event) => setRule({ ...rule, scheduled: event.currentTarget.checked })}
          />
          <Group gap="sm" align="flex-end">
            <NumberInput
              label="Every (hours)"
              w={120}
              min={0.25}
              max={8760}
              disabled={!rule.scheduled}
              value={rule.everyHours}
              onChange={(value) => typeof value === 'number' && setRule({ ...rule, everyHours: value })}
            />
            <NumberInput
              label="Keep the newest"
              w={140}
              min={1}
              max={1000}
              allowDecimal={false}
              disabled={!rule.scheduled}
              value={rule.keep}
              onChange={(value) => typeof value === 'number' && setRule({ ...rule, keep: value })}
            />
            <Button type="submit" variant="default" loading={save.isPending}>
              Save schedule
            </Button>
          </Group>
          {save.error !== null && <ErrorNotice error={save.error} title="The schedule was not saved" />}
          {takeBack.error !== null && <ErrorNotice error={takeBack.error} title="The schedule was not taken back" />}
        </Stack>
      </form>
    </Panel>
  )
}
