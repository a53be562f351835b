import { Alert, List, Text } from '@mantine/core'
import { ADOPTION_FLAGS, type AdoptionFlag } from '#shared/domain/adoption.ts'

interface OlderNoticeProps {
  readonly flags: readonly AdoptionFlag[]
  readonly isAdopted: boolean
}

/** Says what a validation of an older version can and cannot do, and what was odd about it. */
export function OlderNotice({ flags, isAdopted }: OlderNoticeProps) {
  return (
    <Alert variant="light" mb="md" title={isAdopted ? 'Adopted from an older AURELIUS database' : 'Made by an older version'}>
      <Text size="sm">
        Its figures are those that were recorded. Neither the plan nor the curves were kept, so it can be read, exported and deleted, but
        not run again, put under stress or used as evidence by a gate.
      </Text>
      {flags.length > 0 && (
        <List size="sm" mt="xs">
          {flags.map(({ code, field, original }) => (
            <List.Item key={`${field} ${code}`}>
              {field}: {ADOPTION_FLAGS[code]} (recorded: {original})
            </List.Item>
          ))}
        </List>
      )}
    </Alert>
  )
}
