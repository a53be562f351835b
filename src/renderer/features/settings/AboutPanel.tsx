import { Button, CopyButton, SimpleGrid, Skeleton, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { Client } from '#shared/contract/contract.ts'
import { useApi } from '../../api/ApiProvider.tsx'
import { ErrorNotice } from '../../components/ErrorNotice.tsx'
import { Fact } from '../../components/Fact.tsx'
import { Panel } from '../../components/Panel.tsx'
import { VerdictBadge } from '../../components/VerdictBadge.tsx'
import { formatCount } from '../../format/figures.ts'
import { formatDuration } from '../../format/instants.ts'

type Info = Awaited<ReturnType<Client['system']['info']>>
type Health = Awaited<ReturnType<Client['system']['health']>>

const HOST_WORDS: Readonly<Record<Info['host'], string>> = { electron: 'Desktop', browser: 'Browser', cli: 'Command line' }

function AboutFacts({ info, health }: { info: Info; health: Health }) {
  const { database, workers } = health
  return (
    <SimpleGrid component="dl" m={0} cols={{ base: 1, xs: 2 }}>
      <Fact label="Aurelius">{info.version}</Fact>
      <Fact label="Engine">{info.engineVersion}</Fact>
      <Fact label="Runs as">
        {HOST_WORDS[info.host]} on {info.platform}
      </Fact>
      <Fact label="Data folder">
        <Text span ff="monospace" size="sm" style={{ overflowWrap: 'anywhere' }}>
          {info.dataDirectory}
        </Text>
      </Fact>
      <Fact label="Database">
        <VerdictBadge verdict={database.ok ? 'PASS' : 'FAIL'} />
        {database.latencyMs !== null && `, ${formatDuration(Math.max(1, database.latencyMs))}`}
      </Fact>
      <Fact label="Workers">
        <VerdictBadge verdict={workers.ok ? 'PASS' : 'FAIL'} />, {formatCount(workers.active)} of {formatCount(workers.threads)} busy,{' '}
        {formatCount(workers.queued)} waiting
      </Fact>
    </SimpleGrid>
  )
}

/** Versions and health, with everything a bug report needs to copy. */
export function AboutPanel() {
  const api = useApi()
  const info = useQuery(api.system.info.queryOptions())
  const health = useQuery(api.system.health.queryOptions())
  const error = info.error ?? health.error
  const isKnown = info.data !== undefined && health.data !== undefined
  return (
    <Panel
      title="About and diagnostics"
      actions={
        <>
          <Button size="compact-sm" variant="default" loading={health.isFetching} onClick={() => void health.refetch()}>
            Check again
          </Button>
          {isKnown && (
            <CopyButton value={JSON.stringify({ ...info.data, ...health.data }, null, 2)}>
              {({ copied, copy }) => (
                <Button size="compact-sm" variant="default" onClick={copy}>
                  {copied ? 'Copied' : 'Copy diagnostics'}
                </Button>
              )}
            </CopyButton>
          )}
        </>
      }
    >
      {error !== null && <ErrorNotice error={error} onRetry={() => void Promise.all([info.refetch(), health.refetch()])} />}
      {isKnown && <AboutFacts info={info.data} health={health.data} />}
      {!isKnown && error === null && <Skeleton height={120} />}
    </Panel>
  )
}
