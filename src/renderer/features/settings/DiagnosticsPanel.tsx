import { Button, CopyButton, SimpleGrid, Skeleton, Stack, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconDownload } from '@tabler/icons-react'
import { useMutation, useQuery } from '@tanstack/react-query'
import type { Client } from '#shared/contract/contract.ts'
import { useApi, useClient } from '../../api/ApiProvider.tsx'
import { ErrorNotice } from '../../components/ErrorNotice.tsx'
import { Fact } from '../../components/Fact.tsx'
import { Panel } from '../../components/Panel.tsx'
import { saveBlob } from '../../components/saveBlob.ts'
import { VerdictBadge } from '../../components/VerdictBadge.tsx'
import { formatCount } from '../../format/figures.ts'
import { formatDuration } from '../../format/instants.ts'

type Info = Awaited<ReturnType<Client['system']['info']>>
type Health = Awaited<ReturnType<Client['system']['health']>>

const HOST_WORDS: Readonly<Record<Info['host'], string>> = { electron: 'Desktop', browser: 'Browser', cli: 'Command line' }

function VersionFacts({ info, health }: { info: Info; health: Health }) {
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

/** Versions and health, at a glance and to copy. */
function VersionsPanel() {
  const api = useApi()
  const info = useQuery(api.system.info.queryOptions())
  const health = useQuery(api.system.health.queryOptions())
  const error = info.error ?? health.error
  const isKnown = info.data !== undefined && health.data !== undefined
  return (
    <Panel
      title="Versions and health"
      actions={
        <>
          <Button size="compact-sm" variant="default" loading={health.isFetching} onClick={() => void health.refetch()}>
            Check again
          </Button>
          {isKnown && (
            <CopyButton value={JSON.stringify({ ...info.data, ...health.data }, null, 2)}>
              {({ copied, copy }) => (
                <Button size="compact-sm" variant="default" onClick={copy}>
                  {copied ? 'Copied' : 'Copy'}
                </Button>
              )}
            </CopyButton>
          )}
        </>
      }
    >
      {error !== null && <ErrorNotice error={error} onRetry={() => void Promise.all([info.refetch(), health.refetch()])} />}
      {isKnown && <VersionFacts info={info.data} health={health.data} />}
      {!isKnown && error === null && <Skeleton height={120} />}
    </Panel>
  )
}

/** A file for whoever helps; it is saved here and sent nowhere. */
function SaveDiagnostics() {
  const client = useClient()
  const save = useMutation({
    mutationFn: async () => {
      const { fileName, text } = await client.system.diagnostics()
      return (await saveBlob(new Blob([text], { type: 'application/json' }), fileName)) ? fileName : null
    },
    onSuccess: (fileName) => {
      if (fileName !== null) notifications.show({ message: `Saved ${fileName}` })
    },
  })
  return (
    <Panel title="Diagnostics file">
      <Text size="sm" mb="sm" maw={640}>
        For somebody who helps you: versions, settings, the state of the schema, numbers of rows and the end of the log. Passwords are
        masked; the log may name files and strategies, so read it before you pass it on. The file is saved on this machine, and nothing is
        sent.
      </Text>
      <Button leftSection={<IconDownload size={16} aria-hidden />} loading={save.isPending} onClick={() => save.mutate()}>
        Save diagnostics
      </Button>
      {save.error !== null && <ErrorNotice error={save.error} onRetry={() => save.mutate()} />}
    </Panel>
  )
}

/** What runs here and how it is doing, and everything that somebody who helps needs to know. */
export function DiagnosticsPanel() {
  return (
    <Stack gap="md">
      <VersionsPanel />
      <SaveDiagnostics />
    </Stack>
  )
}
