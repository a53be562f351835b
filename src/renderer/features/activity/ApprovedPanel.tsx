import { Anchor, List, Text, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Link } from 'react-router'
import { useApi } from '../../api/ApiProvider.tsx'
import { ErrorNotice } from '../../components/ErrorNotice.tsx'
import { Panel } from '../../components/Panel.tsx'
import { formatDate } from '../../format/instants.ts'

/** What stood approved when a day ended. */
export function ApprovedPanel() {
  const api = useApi()
  const [date, setDate] = useState(formatDate(Date.now()))
  const { data, error } = useQuery(api.approvals.asOf.queryOptions({ input: { date }, enabled: date !== '' }))
  return (
    <Panel title="What was approved?">
      <TextInput label="At the end of (UTC)" type="date" value={date} mb="xs" onChange={({ target }) => setDate(target.value)} maw={200} />
      {error !== null && <ErrorNotice error={error} />}
      {data?.length === 0 && (
        <Text size="sm" c="dimmed">
          Nothing stood approved on that day.
        </Text>
      )}
      {data !== undefined && data.length > 0 && (
        <List size="sm">
          {data.map(({ id, strategyId, strategyName, strategyVersion, approver, approvedAtMs }) => (
            <List.Item key={id}>
              <Anchor component={Link} to={`/strategies/${strategyId}`} size="sm">
                {strategyName}
              </Anchor>{' '}
              version {strategyVersion}, by {approver} on {formatDate(approvedAtMs)}
            </List.Item>
          ))}
        </List>
      )}
    </Panel>
  )
}
