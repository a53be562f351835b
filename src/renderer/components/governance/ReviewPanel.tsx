import { Badge, Button, Checkbox, Group, Stack, Text, Textarea, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { ReviewNote } from '#shared/domain/governance.ts'
import { useApi } from '../../api/ApiProvider.tsx'
import { formatDateTime } from '../../format/instants.ts'
import { ErrorNotice } from '../ErrorNotice.tsx'
import { Panel } from '../Panel.tsx'
import { useDecisions } from './useDecisions.ts'

/** Notes and objections about a strategy; an objection stays open until somebody answers it. */
export function ReviewPanel({ strategyId }: { readonly strategyId: string }) {
  const api = useApi()
  const { data, error } = useQuery(api.reviews.list.queryOptions({ input: { strategyId } }))
  return (
    <Panel title="Review">
      {error !== null && <ErrorNotice error={error} />}
      <Stack gap="sm" mb="sm">
        {data?.map((note) => (
          <Note key={note.id} note={note} />
        ))}
        {data?.length === 0 && <Text size="sm">Nobody has said anything yet. The product gate asks for one resolved objection.</Text>}
      </Stack>
      <NewNote strategyId={strategyId} />
    </Panel>
  )
}

function Note({ note }: { readonly note: ReviewNote }) {
  const { id, author, createdAtMs, strategyVersion, text, isObjection, resolvedBy, resolution } = note
  return (
    <article>
      <Group gap="xs">
        <Text size="xs" c="dimmed">
          {author}, version {strategyVersion}, {formatDateTime(createdAtMs)}
        </Text>
        {isObjection && (
          <Badge size="sm" variant="outline">
            {resolution === null ? 'Open objection' : 'Resolved objection'}
          </Badge>
        )}
      </Group>
      <Text size="sm">{text}</Text>
      {resolution !== null && (
        <Text size="sm" pl="md">
          {resolvedBy}: {resolution}
        </Text>
      )}
      {isObjection && resolution === null && <Answer id={id} />}
    </article>
  )
}

function Answer({ id }: { readonly id: string }) {
  const { resolve } = useDecisions()
  const [text, setText] = useState('')
  return (
    <Group gap="xs" align="end" pl="md">
      <TextInput size="xs" label="Answer" value={text} onChange={({ target }) => setText(target.value)} style={{ flex: 1 }} />
      <Button size="xs" variant="default" disabled={text.trim() === ''} onClick={() => resolve.mutate({ id, resolution: text })}>
        Resolve
      </Button>
    </Group>
  )
}

function NewNote({ strategyId }: { readonly strategyId: string }) {
  const { note } = useDecisions()
  const [text, setText] = useState('')
  const [isObjection, setIsObjection] = useState(false)
  const add = () => note.mutate({ strategyId, text, isObjection }, { onSuccess: () => setText('') })
  return (
    <Group align="end" gap="sm">
      <Textarea label="Note" autosize minRows={1} value={text} onChange={({ target }) => setText(target.value)} style={{ flex: 1 }} />
      <Checkbox label="Objection" checked={isObjection} onChange={({ target }) => setIsObjection(target.checked)} />
      <Button variant="default" disabled={text.trim() === ''} loading={note.isPending} onClick={add}>
        Add
      </Button>
    </Group>
  )
}
