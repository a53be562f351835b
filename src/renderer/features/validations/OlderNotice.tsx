import { Alert, Text } from '@mantine/core'
import type { AdoptionFlag } from '#shared/domain/adoption.ts'
import { AdoptionFlags } from '../../components/AdoptionFlags.tsx'

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
      <AdoptionFlags flags={flags} />
    </Alert>
  )
}
