import { ActionIcon, Button, Group, Menu, Text } from '@mantine/core'
import { useClipboard } from '@mantine/hooks'
import { IconCopy, IconDots, IconEdit, IconPlugConnected, IconTrash } from '@tabler/icons-react'
import type { ListedProfile, SecretState } from '#shared/domain/connectionProfile.ts'
import { ErrorNotice } from '../../../components/ErrorNotice.tsx'
import { ProfileName } from '../../../components/ProfileName.tsx'
import { TestStages } from '../TestStages.tsx'
import classes from './ProfilesPanel.module.css'
import { useProfileActions } from './useProfileActions.tsx'

const PASSWORD_WORDS: Readonly<Record<SecretState, string>> = {
  none: 'no password kept',
  kept: 'password in the keyring',
  session: 'password kept until the end of the session',
  unreadable: 'password cannot be read',
}

interface ProfileItemProps {
  readonly profile: ListedProfile
  readonly isInUse: boolean
  readonly vaultNote: string
  readonly onEdit: () => void
}

function ProfileMenu({ profile, onEdit, onTest, onForget }: Pick<ProfileItemProps, 'profile' | 'onEdit'> & MenuActions) {
  const clipboard = useClipboard()
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" aria-label={`More for ${profile.name}`}>
          <IconDots size={16} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconPlugConnected size={14} aria-hidden />} onClick={onTest}>
          Test
        </Menu.Item>
        <Menu.Item leftSection={<IconEdit size={14} aria-hidden />} onClick={onEdit}>
          Edit
        </Menu.Item>
        <Menu.Item leftSection={<IconCopy size={14} aria-hidden />} onClick={() => clipboard.copy(profile.url)}>
          Copy URL, without password
        </Menu.Item>
        <Menu.Item leftSection={<IconTrash size={14} aria-hidden />} c="var(--verdict-fail)" onClick={onForget}>
          Forget
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}

interface MenuActions {
  readonly onTest: () => void
  readonly onForget: () => void
}

/** One saved database with what can be done with it, and how its last test went. */
export function ProfileItem({ profile, isInUse, vaultNote, onEdit }: ProfileItemProps) {
  const { test, connect, askForget, isSwitching, error } = useProfileActions(profile, vaultNote)
  const { connection, password, problem } = profile
  return (
    <li className={classes['item']} aria-label={profile.name}>
      <div className={classes['facts']}>
        <ProfileName profile={profile} />
        <div className={classes['address']} title={profile.url}>
          {connection.dialect === 'sqlite' ? connection.file : profile.url.split('?')[0]}
        </div>
        <Text size="xs" c="dimmed">
          {[
            connection.dialect === 'sqlite' ? 'SQLite' : `PostgreSQL, ${PASSWORD_WORDS[password]}`,
            ...(connection.readOnly === true ? ['read-only'] : []),
          ].join(', ')}
        </Text>
        {problem !== null && (
          <Text size="xs" c="var(--verdict-warn)">
            {problem}
          </Text>
        )}
      </div>
      <Group gap={4} wrap="nowrap">
        {isInUse ? (
          <Text size="sm" c="dimmed">
            In use
          </Text>
        ) : (
          <Button size="compact-sm" variant="default" loading={isSwitching} aria-label={`Switch to ${profile.name}`} onClick={connect}>
            Switch
          </Button>
        )}
        <ProfileMenu profile={profile} onEdit={onEdit} onTest={() => test.mutate({ connection })} onForget={askForget} />
      </Group>
      {(test.data !== undefined || test.error !== null || error !== null) && (
        <div className={classes['outcome']}>
          {test.data !== undefined && <TestStages test={test.data} />}
          {test.error !== null && <ErrorNotice error={test.error} title="The connection could not be tested" />}
          {error !== null && <ErrorNotice error={error} title="The database was not changed" />}
        </div>
      )}
    </li>
  )
}
