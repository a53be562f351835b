import { Button } from '@mantine/core'
import { IconPlugConnectedX } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { useConnectionState } from '../api/ApiProvider.tsx'
import classes from './Shell.module.css'

/** Says that the application behind the window cannot be reached, for as long as that lasts. */
export function ConnectionBanner() {
  const line = useConnectionState()
  const queries = useQueryClient()
  if (line !== 'lost') return null
  return (
    <div role="alert" className={classes['banner']}>
      <IconPlugConnectedX size={16} aria-hidden />
      <span>The connection to Aurelius was lost. What you see may be old; this page tries again by itself.</span>
      <Button size="compact-sm" variant="default" onClick={() => void queries.refetchQueries({ type: 'active' })}>
        Retry
      </Button>
    </div>
  )
}
