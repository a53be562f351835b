import { VisuallyHidden } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useApi } from '../api/ApiProvider.tsx'
import { ProfileName } from '../components/ProfileName.tsx'
import classes from './StatusLine.module.css'

/** Under which name, label and colour the database in use is saved: what tells production from a playground on every page. */
export function DatabaseInUse() {
  const api = useApi()
  const { data } = useQuery(api.connections.current.queryOptions({ staleTime: 30_000 }))
  if (data === undefined || data.profile === null) return null
  return (
    <span className={classes['database']}>
      <VisuallyHidden>Database in use:</VisuallyHidden> <ProfileName profile={data.profile} />
      {data.readOnly && ', read-only'}
    </span>
  )
}
