import { Anchor, Table, Text } from '@mantine/core'
import { Link } from 'react-router'
import type { Pipeline, PipelineStage } from '#shared/domain/pipeline.ts'
import { Panel } from '../../components/Panel.tsx'
import { StatusBadge } from '../../components/StatusBadge.tsx'
import { formatDuration } from '../../format/instants.ts'
import { findingOf, pageOfStage, titleOfStage } from './pipelineWords.ts'

/** The stages in their order, each leading to what it made. */
export function StageTimeline({ pipeline: { stages, strategyId } }: { readonly pipeline: Pipeline }) {
  return (
    <Panel title="Stages">
      <Table.ScrollContainer minWidth={520}>
        <Table aria-label="Stages">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Stage</Table.Th>
              <Table.Th>Status</Table.Th>
              <Table.Th>Took</Table.Th>
              <Table.Th>Found</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {stages.map((stage) => (
              <StageRow key={stage.name} stage={stage} strategyId={strategyId} />
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Panel>
  )
}

function StageRow({ stage, strategyId }: { readonly stage: PipelineStage; readonly strategyId: string }) {
  const { name, status, startedAtMs, completedAtMs } = stage
  const page = pageOfStage(stage, strategyId)
  const title = titleOfStage(name)
  return (
    <Table.Tr>
      <Table.Td>
        {page === null ? (
          title
        ) : (
          <Anchor component={Link} to={page} size="sm" fw={500}>
            {title}
          </Anchor>
        )}
      </Table.Td>
      <Table.Td>
        <StatusBadge status={status} />
      </Table.Td>
      <Table.Td>{startedAtMs !== null && completedAtMs !== null ? formatDuration(completedAtMs - startedAtMs) : ''}</Table.Td>
      <Table.Td>
        <Text size="sm">{findingOf(stage)}</Text>
      </Table.Td>
    </Table.Tr>
  )
}
