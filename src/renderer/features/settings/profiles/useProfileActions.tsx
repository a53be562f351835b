import { notifications } from '@mantine/notifications'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { ListedProfile } from '#shared/domain/connectionProfile.ts'
import { useApi, useClient } from '../../../api/ApiProvider.tsx'
import { confirmAction } from '../../../components/confirmAction.tsx'
import { useSwitchDatabase } from '../useSwitchDatabase.tsx'
import { askPassword } from './PasswordPrompt.tsx'

/** What can be done with a saved connection; one without a password to use asks for it. */
export function useProfileActions(profile: ListedProfile, vaultNote: string) {
  const api = useApi()
  const client = useClient()
  const queries = useQueryClient()
  const test = useMutation(api.connections.test.mutationOptions())
  const switching = useSwitchDatabase()
  const keeping = useMutation(api.profiles.save.mutationOptions())
  const { id, name, label, colour, connection } = profile
  const needsPassword = connection.dialect === 'postgres' && (profile.password === 'none' || profile.password === 'unreadable')
  const connect = () => {
    test.reset()
    if (!needsPassword) return switching.start({ connection, password: null })
    askPassword({
      profile,
      vaultNote,
      onAnswer: ({ password, keep }) => {
        const proceed = () => switching.start({ connection, password })
        if (keep) keeping.mutate({ id, name, label, colour, connection, password }, { onSuccess: proceed })
        else proceed()
      },
    })
  }
  const askForget = () =>
    confirmAction({
      title: `Forget ${name}?`,
      body: 'The saved connection and its password go. The database itself stays as it is.',
      confirmLabel: 'Forget',
      isDestructive: true,
      onConfirm: async () => {
        await client.profiles.delete({ id })
        notifications.show({ message: `Forgot ${name}` })
        await queries.invalidateQueries({ queryKey: api.profiles.key() })
        await queries.invalidateQueries({ queryKey: api.connections.key() })
      },
    })
  return { test, connect, askForget, isSwitching: switching.isPending || keeping.isPending, error: keeping.error ?? switching.error }
}
