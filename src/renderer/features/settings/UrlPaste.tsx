import { Button, Group, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import type { Connection } from '#shared/domain/connection.ts'
import { useApi } from '../../api/ApiProvider.tsx'
import { readError } from '../../api/readError.ts'
import { passwordInUrl } from './connectionForm.ts'

interface UrlPasteProps {
  readonly onRead: (connection: Connection, password: string) => void
}

/** Fills the form from a pasted address such as postgres://user:password@host:5432/database. */
export function UrlPaste({ onRead }: UrlPasteProps) {
  const api = useApi()
  const [url, setUrl] = useState('')
  const read = useMutation(
    api.connections.parseUrl.mutationOptions({
      onSuccess: ({ connection }) => {
        onRead(connection, passwordInUrl(url))
        // The address may hold a password: do not leave it standing in the open.
        setUrl('')
      },
    }),
  )
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        read.mutate({ url })
      }}
    >
      <Group align="flex-end" gap="xs" wrap="nowrap">
        <TextInput
          label="Paste a connection URL"
          placeholder="postgres://user:password@host:5432/database"
          flex={1}
          autoComplete="off"
          spellCheck={false}
          value={url}
          error={read.error === null ? undefined : readError(read.error).message}
          onChange={(event) => setUrl(event.currentTarget.value)}
        />
        <Button type="submit" variant="default" disabled={url.trim() === ''} loading={read.isPending}>
          Fill in the form
        </Button>
      </Group>
    </form>
  )
}
