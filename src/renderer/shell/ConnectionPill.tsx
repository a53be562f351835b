import { Tooltip, UnstyledButton, VisuallyHidden } from '@mantine/core'
import { IconDatabase, IconPlugConnectedX, IconServer } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import type { DatabaseStatus } from '#shared/domain/connection.ts'
import { useApi, useConnectionState } from '../api/ApiProvider.tsx'
import classes from './TopBar.module.css'

function stateWords(status: DatabaseStatus, readOnly: boolean): string {
  if (status.state === 'migration_required') return 'migration needed'
  if (status.state === 'newer_than_app') return 'newer than this app'
  if (readOnly) return 'read-only'
  return status.dialect === 'sqlite' ? 'local' : `connected, ${Math.max(1, Math.round(status.latencyMs))} ms`
}

/** The last part of a path or address: enough to recognise it, the tooltip has the rest. */
function shortLabel(label: string): string {
  return label.split(/[\\/]/).at(-1) || label
}

/** Which database is in use and how it is; leads to Settings. */
export function ConnectionPill() {
  const api = useApi()
  const line = useConnectionState()
  const { data } = useQuery(api.connections.current.queryOptions({ staleTime: 30_000 }))
  if (data === undefined) return null
  const { status, readOnly } = data
  const isDown = line === 'lost'
  const Icon = isDown ? IconPlugConnectedX : status.dialect === 'sqlite' ? IconDatabase : IconServer
  const words = isDown ? 'offline' : stateWords(status, readOnly)
  const isFine = !isDown && status.state === 'ready'
  return (
    <Tooltip label={`${status.dialect === 'sqlite' ? 'SQLite' : 'PostgreSQL'}: ${status.label}`} style={{ overflowWrap: 'anywhere' }}>
      <UnstyledButton component={Link} to="/settings" className={classes['pill']}>
        <Icon size={14} aria-hidden />
        <VisuallyHidden>Database</VisuallyHidden> <span className={classes['pillName']}>{shortLabel(status.label)}</span>{' '}
        <span className={classes['pillState']} data-fine={isFine || undefined}>
          {words}
        </span>
      </UnstyledButton>
    </Tooltip>
  )
}
