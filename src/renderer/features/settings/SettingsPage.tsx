import { Skeleton, Stack } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useApi } from '../../api/ApiProvider.tsx'
import { ErrorNotice } from '../../components/ErrorNotice.tsx'
import { PageHeader } from '../../components/PageHeader.tsx'
import { AboutPanel } from './AboutPanel.tsx'
import { AppearancePanel } from './AppearancePanel.tsx'
import { ConnectionPanel } from './ConnectionPanel.tsx'
import { CurrentDatabase } from './CurrentDatabase.tsx'

/** Where the data lives, how the app looks, how it is doing. */
export function SettingsPage() {
  const api = useApi()
  const current = useQuery(api.connections.current.queryOptions())
  return (
    <>
      <PageHeader title="Settings" subtitle="Where the data lives, how the app looks, how it is doing" />
      <Stack maw={880}>
        {current.error !== null && current.data === undefined && (
          <ErrorNotice error={current.error} onRetry={() => void current.refetch()} />
        )}
        {current.isPending && <Skeleton height={180} />}
        {current.data !== undefined && <CurrentDatabase current={current.data} />}
        {!current.isPending && <ConnectionPanel current={current.data?.connection} />}
        <AppearancePanel />
        <AboutPanel />
      </Stack>
    </>
  )
}
