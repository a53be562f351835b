import { Button, Group, SimpleGrid, Skeleton, Stack, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Dataset } from '#shared/domain/dataset.ts'
import { useApi } from '../../api/ApiProvider.tsx'
import { DetailsDrawer } from '../../components/DetailsDrawer.tsx'
import { ErrorNotice } from '../../components/ErrorNotice.tsx'
import { ExportCsvButton } from '../../components/ExportCsvButton.tsx'
import { Fact } from '../../components/Fact.tsx'
import { HashText } from '../../components/HashText.tsx'
import { formatCount, MISSING } from '../../format/figures.ts'
import { formatDate, formatDateTime } from '../../format/instants.ts'
import { FactsForm } from './FactsForm.tsx'
import { HoldoutSection } from './HoldoutSection.tsx'
import { SURVIVORSHIP_WORDS } from './ImportFields.tsx'
import { QualityDetails } from './QualityDetails.tsx'
import { ResampleMenu } from './ResampleMenu.tsx'

const ADJUSTED_WORDS = { true: 'Yes, for splits and dividends', false: 'No', null: 'Not known' } as const

function DatasetFacts({ dataset }: { dataset: Dataset }) {
  return (
    <SimpleGrid component="dl" m={0} cols={2} spacing="sm">
      <Fact label={dataset.kind === 'panel' ? 'Panel of' : 'Symbol'}>
        <Text span title={dataset.symbols.join(', ')}>
          {dataset.symbol}
        </Text>
      </Fact>
      <Fact label="Bars">{formatCount(dataset.barCount)}</Fact>
      <Fact label="First bar">{formatDate(dataset.firstTimeMs)}</Fact>
      <Fact label="Last bar">{formatDate(dataset.lastTimeMs)}</Fact>
      <Fact label="Adjusted prices">{ADJUSTED_WORDS[`${dataset.adjusted}`]}</Fact>
      <Fact label="Instruments in the data">{SURVIVORSHIP_WORDS[dataset.survivorship]}</Fact>
      <Fact label="Made from">{provenanceWords(dataset)}</Fact>
      <Fact label="Source">{dataset.source || MISSING}</Fact>
      <Fact label="Imported">{formatDateTime(dataset.createdAtMs)}</Fact>
      <Fact label="Data hash">
        <HashText value={dataset.dataHash} label="data hash" />
      </Fact>
    </SimpleGrid>
  )
}

function provenanceWords({ provenance }: Dataset): string {
  if (provenance === null) return 'A file'
  if (provenance.kind === 'resampled') return `${provenance.fromName}, gathered by ${provenance.period}`
  return `Nothing: made up, seed ${provenance.seed}`
}

interface DatasetDrawerProps {
  /** Called when facts were changed or a dataset was made. */
  readonly onChanged: () => Promise<unknown>
  /** null = closed. */
  readonly id: string | null
  readonly onClose: () => void
}

/** A quick look at one dataset: facts, quality report, holdout, export of its bars. */
export function DatasetDrawer({ id, onClose, onChanged }: DatasetDrawerProps) {
  const api = useApi()
  const { data, error, refetch } = useQuery(api.datasets.get.queryOptions({ input: { id: id ?? '' }, enabled: id !== null }))
  return (
    <DetailsDrawer isOpen={id !== null} onClose={onClose} title={data?.name ?? 'Dataset'}>
      {error !== null && <ErrorNotice error={error} onRetry={() => void refetch()} />}
      {data === undefined && error === null && <Skeleton height={240} />}
      {data !== undefined && id !== null && <DatasetDetails key={id} dataset={data} onChanged={onChanged} />}
    </DetailsDrawer>
  )
}

function DatasetDetails({ dataset, onChanged }: Pick<DatasetDrawerProps, 'onChanged'> & { readonly dataset: Dataset }) {
  const [isEdited, setIsEdited] = useState(false)
  const finish = async () => {
    await onChanged()
    setIsEdited(false)
  }
  return (
    <Stack gap="lg">
      {isEdited ? <FactsForm dataset={dataset} onCancel={() => setIsEdited(false)} onSaved={finish} /> : <DatasetFacts dataset={dataset} />}
      <section aria-labelledby="quality-title">
        <Title order={2} id="quality-title" mb="xs">
          Quality report
        </Title>
        <QualityDetails quality={dataset.quality} />
      </section>
      <HoldoutSection dataset={dataset} />
      <Group>
        <ExportCsvButton input={{ table: 'bars', datasetId: dataset.id }} label="Export bars" />
        <ResampleMenu dataset={dataset} onMade={onChanged} />
        {!isEdited && (
          <Button variant="default" onClick={() => setIsEdited(true)}>
            Edit facts
          </Button>
        )}
      </Group>
    </Stack>
  )
}
