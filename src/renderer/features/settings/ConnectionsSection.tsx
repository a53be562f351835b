import { Skeleton, Stack } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import type { ListedProfile } from '#shared/domain/connectionProfile.ts'
import { useApi } from '../../api/ApiProvider.tsx'
import { ErrorNotice } from '../../components/ErrorNotice.tsx'
import { ConnectionPanel } from './ConnectionPanel.tsx'
import { CurrentDatabase } from './CurrentDatabase.tsx'
import { ProfilesPanel } from './profiles/ProfilesPanel.tsx'

/** The database in use, the saved ones, and the form for another. */
export function ConnectionsSection() {
  const api = useApi()
  const current = useQuery(api.connections.current.queryOptions())
  const [editing, setEditing] = useState<ListedProfile | null>(null)
  const form = useRef<HTMLDivElement>(null)
  const edit = (profile: ListedProfile | null) => {
    setEditing(profile)
    form.current?.scrollIntoView({ block: 'start' })
    form.current?.focus()
  }
  return (
    <Stack>
      {current.error !== null && current.data === undefined && <ErrorNotice error={current.error} onRetry={() => void current.refetch()} />}
      {current.isPending && <Skeleton height={180} />}
      {current.data !== undefined && <CurrentDatabase current={current.data} />}
      <ProfilesPanel inUseId={current.data?.profile?.id ?? null} onEdit={edit} />
      <div ref={form} tabIndex={-1} style={{ scrollMarginTop: 64, outline: 'none' }}>
        {!current.isPending && (
          <ConnectionPanel
            key={editing?.id ?? 'new'}
            current={current.data?.connection}
            editing={editing}
            onSaved={() => setEditing(null)}
          />
        )}
      </div>
    </Stack>
  )
}
