import { Alert, Anchor, Button, Group, Text } from '@mantine/core'
import { Link } from 'react-router'
import { formatDateTime } from '../../format/instants.ts'
import { describeKept } from '../runDialog/fromRunSettings.ts'
import { type RunForm, toRunSettings } from '../runDialog/runForm.ts'
import type { NewestRun } from './useNewestRun.ts'

interface SettingsOriginProps {
  readonly newest: NewestRun
  /** The settings as the dialog began with them, and as they stand. */
  readonly base: RunForm
  readonly form: RunForm
  /** Takes back what the person changed. */
  readonly onRestore: () => void
}

/** Where the settings come from, and whether the walk-forward can still be evidence for that run. */
export function SettingsOrigin({ newest: { run, isPending, error }, base, form, onRestore }: SettingsOriginProps) {
  if (form.strategyId === null || form.datasetId === null || isPending) return null
  if (run === null) {
    return (
      <Text size="sm" c="dimmed" role="note">
        {error === null
          ? 'This strategy has no completed run on these data yet, so these are the usual settings.'
          : 'The newest run could not be read, so these are the usual settings.'}{' '}
        A walk-forward is evidence for the CRV gate of a run only with its costs and execution.
      </Text>
    )
  }
  const kept = describeKept(form.kept)
  return (
    <>
      <Text size="sm" c="dimmed" role="note">
        Dates, money, costs and execution are those of the newest completed run of this strategy on these data, the{' '}
        <Anchor underline="always" component={Link} to={`/backtests/${run.id}`} size="sm">
          run of {formatDateTime(run.createdAtMs)}
        </Anchor>
        . You can change them.{kept.length > 0 && ` Taken over without a field here: ${kept.join(', ')}.`}
      </Text>
      {isPlayedOtherwise(base, form) && (
        <Alert variant="light" color="yellow" role="status">
          <Group justify="space-between" gap="sm">
            <Text size="sm">Costs or execution are no longer those of that run: this would be no evidence for its CRV gate.</Text>
            <Button size="compact-sm" variant="default" onClick={onRestore}>
              Take the run's settings
            </Button>
          </Group>
        </Alert>
      )}
    </>
  )
}

function isPlayedOtherwise(base: RunForm, form: RunForm): boolean {
  const played = (values: RunForm) => {
    const { cost_model, execution } = toRunSettings(values)
    return JSON.stringify({ cost_model, execution })
  }
  return played(base) !== played(form)
}
