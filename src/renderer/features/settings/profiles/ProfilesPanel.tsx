import { Button, Skeleton, Stack, Text } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import type { ListedProfile } from '#shared/domain/connectionProfile.ts'
import { useApi } from '../../../api/ApiProvider.tsx'
import { ErrorNotice } from '../../../components/ErrorNotice.tsx'
import { Panel } from '../../../components/Panel.tsx'
import { ProfileItem } from './ProfileItem.tsx'
import classes from './ProfilesPanel.module.css'

interface ProfilesPanelProps {
  /** The profile of the database in use; null = it is not saved. */
  readonly inUseId: string | null
  /** null = a new one. */
  readonly onEdit: (profile: ListedProfile | null) => void
}

/** Saved databases: switch to one, test, edit or forget it. */
export function ProfilesPanel({ inUseId, onEdit }: ProfilesPanelProps) {
  const api = useApi()
  const { data, error, refetch } = useQuery(api.profiles.list.queryOptions())
  return (
    <Panel
      title="Saved connections"
      actions={
        <Button size="compact-sm" variant="default" leftSection={<IconPlus size={14} aria-hidden />} onClick={() => onEdit(null)}>
          New connection
        </Button>
      }
    >
      {error !== null && <ErrorNotice error={error} onRetry={() => void refetch()} />}
      {data === undefined && error === null && <Skeleton height={56} />}
      {data !== undefined && (
        <Stack gap="xs">
          {data.items.length === 0 ? (
            <Text size="sm" c="dimmed">
              None yet. Fill in the form below and choose Save connection: a name, a colour and a label such as “production” then show
              wherever you work.
            </Text>
          ) : (
            <ul className={classes['list']}>
              {data.items.map((profile) => (
                <ProfileItem
                  key={profile.id}
                  profile={profile}
                  isInUse={profile.id === inUseId}
                  vaultNote={data.vault.note}
                  onEdit={() => onEdit(profile)}
                />
              ))}
            </ul>
          )}
          <Text size="sm" c="dimmed">
            {data.vault.note}
          </Text>
        </Stack>
      )}
    </Panel>
  )
}
