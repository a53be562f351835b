import { Button, Group, Stack, Text } from '@mantine/core'
import { type GlossaryGroup, type GlossaryTerm, searchGlossary } from '#shared/domain/glossary.ts'
import { useAddressState } from '../../components/addressState.ts'
import { EmptyState } from '../../components/EmptyState.tsx'
import { PageHeader } from '../../components/PageHeader.tsx'
import { Panel } from '../../components/Panel.tsx'
import { SearchField } from '../../components/SearchField.tsx'
import classes from './GlossaryPage.module.css'

function Entry({ term, alsoCalled, definition }: GlossaryTerm) {
  return (
    <div className={classes['entry']}>
      <dt className={classes['term']}>
        {term}
        {alsoCalled !== '' && (
          <Text component="span" size="xs" c="dimmed" display="block" fw={400}>
            {alsoCalled}
          </Text>
        )}
      </dt>
      <dd className={classes['definition']}>{definition}</dd>
    </div>
  )
}

function Terms({ title, note, terms }: GlossaryGroup) {
  return (
    <Panel title={title}>
      {note !== '' && (
        <Text size="sm" c="dimmed" mb="xs">
          {note}
        </Text>
      )}
      <dl className={classes['entries']}>
        {terms.map((entry) => (
          <Entry key={entry.term} {...entry} />
        ))}
      </dl>
    </Panel>
  )
}

/** What every word and figure means, in the words that hovering over a metric shows too. */
export function GlossaryPage() {
  const address = useAddressState()
  const search = address.text('search')
  const showAll = () => address.change({ search: null })
  const groups = searchGlossary(search)
  const found = groups.reduce((count, { terms }) => count + terms.length, 0)
  return (
    <>
      <PageHeader title="Glossary" subtitle="What every word and figure means" />
      <Group gap="sm" mb="md">
        <SearchField label="Search terms" value={search} onChange={(text) => address.change({ search: text })} />
        <Text size="sm" c="dimmed" role="status">
          {found === 1 ? '1 term' : `${found} terms`}
        </Text>
      </Group>
      <Stack gap="md" maw={980}>
        {groups.map((group) => (
          <Terms key={group.title} {...group} />
        ))}
      </Stack>
      {found === 0 && <EmptyState message="No term holds these words." action={<Button onClick={showAll}>Show every term</Button>} />}
    </>
  )
}
