import { Anchor, Button, CloseButton } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconAlertTriangle, IconPlugConnectedX } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Link } from 'react-router'
import type { Client } from '#shared/contract/contract.ts'
import { useApi, useClient } from '../api/ApiProvider.tsx'
import { readError } from '../api/readError.ts'
import classes from './Shell.module.css'

type Current = Awaited<ReturnType<Client['connections']['current']>>
type Problem = NonNullable<Current['problem']>

/** Tries the chosen database again; when it opens, everything shown is read anew. */
function useRetry() {
  const client = useClient()
  const queries = useQueryClient()
  return useMutation({
    mutationFn: () => client.connections.retry(),
    onSuccess: async (status) => {
      queries.removeQueries({ type: 'inactive' })
      await queries.invalidateQueries()
      notifications.show({ message: `Now using ${status.label}` })
    },
  })
}

function StandInNotice({ problem }: { problem: Problem }) {
  const retry = useRetry()
  const { code, message } = retry.error === null ? problem : readError(retry.error)
  return (
    <div role="alert" aria-label="Chosen database not open" className={classes['banner']}>
      <IconPlugConnectedX size={16} aria-hidden />
      <span>{message} You are working in the local database meanwhile.</span>
      {code === 'migration_required' ? (
        <Anchor component={Link} to="/settings" size="sm">
          Migrate in Settings
        </Anchor>
      ) : (
        <Button size="compact-sm" variant="default" loading={retry.isPending} onClick={() => retry.mutate()}>
          Retry
        </Button>
      )}
    </div>
  )
}

function Warning({ text }: { text: string }) {
  const [isShown, setShown] = useState(true)
  if (!isShown) return null
  return (
    <div role="status" className={classes['banner']}>
      <IconAlertTriangle size={16} aria-hidden />
      <span>{text}</span>
      <CloseButton size="sm" aria-label="Hide this warning" onClick={() => setShown(false)} />
    </div>
  )
}

/** Says when another database than the chosen one is in use, and what to know about the one in use. */
export function WorkspaceBanner() {
  const api = useApi()
  const { data } = useQuery(api.connections.current.queryOptions({ staleTime: 30_000 }))
  if (data === undefined) return null
  return (
    <>
      {data.problem !== null && <StandInNotice problem={data.problem} />}
      {data.warnings.map((text) => (
        <Warning key={text} text={text} />
      ))}
    </>
  )
}
