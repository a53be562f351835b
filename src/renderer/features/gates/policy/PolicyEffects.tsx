import { Anchor, Table, Text } from '@mantine/core'
import { Link } from 'react-router'
import { GATE_NAMES } from '#shared/domain/gate.ts'
import type { PolicyDryRun } from '#shared/domain/gatePolicy.ts'

/** Which verdicts would flip, and by which checks. */
export function PolicyEffects({ dryRun: { judged, withoutEvidence, effects } }: { readonly dryRun: PolicyDryRun }) {
  const flips = effects.filter(({ before, after }) => before !== after).length
  return (
    <>
      <Text size="sm" mb="sm" role="status">
        {`${flips} of ${judged} verdicts would flip.`}
        {withoutEvidence > 0 && ` ${withoutEvidence} cannot be judged: their evidence was not kept. Run their gates again.`}
      </Text>
      {effects.length > 0 && (
        <Table aria-label="Effects of the policy">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Strategy</Table.Th>
              <Table.Th>Gate</Table.Th>
              <Table.Th>Verdict</Table.Th>
              <Table.Th>Checks</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {effects.map(({ strategyId, strategyName, gateType, before, after, checks }) => (
              <Table.Tr key={`${strategyId} ${gateType}`}>
                <Table.Td>
                  <Anchor component={Link} to={`/strategies/${strategyId}`} size="sm">
                    {strategyName}
                  </Anchor>
                </Table.Td>
                <Table.Td>{GATE_NAMES[gateType]}</Table.Td>
                <Table.Td>{before === after ? `stays ${before}` : `${before} to ${after}`}</Table.Td>
                <Table.Td>{checks.map((check) => `${check.id}: ${check.before} to ${check.after}`).join(', ')}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
    </>
  )
}
