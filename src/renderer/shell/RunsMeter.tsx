import { Loader, UnstyledButton } from '@mantine/core'
import { IconPlayerPlay } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import { useApi } from '../api/ApiProvider.tsx'
import classes from './TopBar.module.css'

/** How many runs are under way or waiting; leads to the list of runs. */
export function RunsMeter() {
  const api = useApi()
  const { data } = useQuery(api.overview.get.queryOptions())
  const running = data?.backtestsByStatus['running'] ?? 0
  const pending = data?.backtestsByStatus['pending'] ?? 0
  const isBusy = running + pending > 0
  const words = isBusy ? `${running} running${pending > 0 ? `, ${pending} waiting` : ''}` : 'No runs'
  return (
    <UnstyledButton component={Link} to="/backtests" className={classes['pill']} aria-label={`Runs: ${words}`}>
      {isBusy ? <Loader size={13} aria-hidden /> : <IconPlayerPlay size={14} aria-hidden />}
      <span className={classes['pillWords']} aria-live="polite">
        {words}
      </span>
    </UnstyledButton>
  )
}
