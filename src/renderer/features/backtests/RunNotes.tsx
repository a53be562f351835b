import { Alert, Text } from '@mantine/core'

/** What a reader of the figures must know; nothing where there is nothing to say. */
export function RunNotes({ notes = [] }: { readonly notes?: readonly string[] | undefined }) {
  return notes.map((note) => (
    <Alert key={note} variant="light" color="yellow" title="Read the figures with care">
      <Text size="sm">{note}</Text>
    </Alert>
  ))
}
