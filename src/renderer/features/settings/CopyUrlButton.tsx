import { Button } from '@mantine/core'
import { useClipboard } from '@mantine/hooks'
import { useMutation } from '@tanstack/react-query'
import type { Connection } from '#shared/domain/connection.ts'
import { useClient } from '../../api/ApiProvider.tsx'

interface CopyUrlButtonProps {
  readonly connectionOf: () => Connection
  /** Whether everything is filled in; says what is missing otherwise. */
  readonly canCopy: () => boolean
}

/** Copies the address of the connection in the form, never with its password. */
export function CopyUrlButton({ connectionOf, canCopy }: CopyUrlButtonProps) {
  const client = useClient()
  const clipboard = useClipboard()
  const copy = useMutation({
    mutationFn: () => client.connections.formatUrl({ connection: connectionOf() }),
    onSuccess: ({ url }) => clipboard.copy(url),
  })
  return (
    <Button
      variant="default"
      loading={copy.isPending}
      title="Without the password"
      onClick={() => {
        if (canCopy()) copy.mutate()
      }}
    >
      {clipboard.copied ? 'Copied' : 'Copy URL'}
    </Button>
  )
}
