import { Alert, Text } from '@mantine/core'
import type { AdoptionFlag } from '#shared/domain/adoption.ts'
import { AdoptionFlags } from '../../components/AdoptionFlags.tsx'

/** Says what a run from an older database can and cannot do, and what was odd about it. */
export function AdoptedNotice({ flags }: { readonly flags: readonly AdoptionFlag[] }) {
  return (
    <Alert variant="light" mb="md" title="Adopted from an older AURELIUS database">
      <Text size="sm">
        Its figures, curve and trades are those the older system recorded. It kept neither the bars nor the full settings, so this run can
        be exported and deleted, but not replayed or judged by a gate.
      </Text>
      <AdoptionFlags flags={flags} />
    </Alert>
  )
}
