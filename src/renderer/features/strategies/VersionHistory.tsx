import { Group, Paper, Skeleton, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { StrategyVersion } from '#shared/domain/strategy.ts'
import { useApi } from '../../api/ApiProvider.tsx'
import { ErrorNotice } from '../../components/ErrorNotice.tsx'
import { formatDateTime } from '../../format/instants.ts'
import { diffParameters, type ParameterDifference } from './strategyForm.ts'
import { nameOfType } from './strategyNames.ts'
import classes from './VersionHistory.module.css'

/** Every version, newest first, each with what it changed in the one before. */
export function VersionHistory({ strategyId }: { readonly strategyId: string }) {
  const api = useApi()
  const versions = useQuery(api.strategies.versions.queryOptions({ input: { id: strategyId } }))
  if (versions.error !== null) return <ErrorNotice error={versions.error} onRetry={() => void versions.refetch()} />
  if (versions.data === undefined) return <Skeleton height={160} />
  return (
    <Stack gap="sm" component="ol" className={classes['versions']}>
      {versions.data.map((version, index) => (
        <Paper key={version.version} component="li" p="sm">
          <VersionEntry version={version} previous={versions.data[index + 1]} />
        </Paper>
      ))}
    </Stack>
  )
}

interface VersionEntryProps {
  readonly version: StrategyVersion
  readonly previous: StrategyVersion | undefined
}

function VersionEntry({ version, previous }: VersionEntryProps) {
  return (
    <>
      <Group gap="sm">
        <Text fw={600}>Version {version.version}</Text>
        <Text size="sm" c="dimmed">
          {formatDateTime(version.createdAtMs)}
        </Text>
      </Group>
      {previous === undefined ? <FirstVersion version={version} /> : <Changes version={version} previous={previous} />}
    </>
  )
}

function FirstVersion({ version }: { readonly version: StrategyVersion }) {
  return (
    <Text size="sm">
      {version.name}, {nameOfType(version.type).toLowerCase()}:{' '}
      {Object.entries(version.parameters)
        .map(([name, value]) => `${name} ${value}`)
        .join(', ')}
    </Text>
  )
}

function Changes({ version, previous }: { readonly version: StrategyVersion; readonly previous: StrategyVersion }) {
  const changes: ParameterDifference[] = [
    ...(version.name === previous.name ? [] : [{ name: 'name', before: previous.name, after: version.name }]),
    ...(version.type === previous.type ? [] : [{ name: 'family', before: nameOfType(previous.type), after: nameOfType(version.type) }]),
    ...diffParameters(previous.parameters, version.parameters),
  ]
  if (changes.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        The same name and parameters as version {previous.version}.
      </Text>
    )
  }
  return (
    <table className={classes['changes']}>
      <caption>Changed since version {previous.version}</caption>
      <tbody>
        {changes.map(({ name, before, after }) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td>
              <del>{before === undefined ? 'not set' : String(before)}</del>
            </td>
            <td>
              <ins>{after === undefined ? 'not set' : String(after)}</ins>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
