import { List } from '@mantine/core'
import { ADOPTION_FLAGS, type AdoptionFlag } from '#shared/domain/adoption.ts'

/** What was odd about an adopted entry, with what was recorded; nothing when nothing was. */
export function AdoptionFlags({ flags }: { readonly flags: readonly AdoptionFlag[] }) {
  if (flags.length === 0) return null
  return (
    <List size="sm" mt="xs">
      {flags.map(({ code, field, original }) => (
        <List.Item key={`${field} ${code}`}>
          {field}: {ADOPTION_FLAGS[code]} (recorded: {original})
        </List.Item>
      ))}
    </List>
  )
}
