import { Grid, Paper, Stack, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { Strategy } from '#shared/domain/strategy.ts'
import type { ParameterDescriptor, Parameters } from '#shared/domain/strategyType.ts'
import { useApi } from '../../api/ApiProvider.tsx'
import { MISSING } from '../../format/figures.ts'
import { formatDateTime } from '../../format/instants.ts'
import { ConfidenceLine } from './ConfidenceLine.tsx'
import classes from './StrategyDefinition.module.css'

/** What the strategy does, with which parameters, and what its author says for it. */
export function StrategyDefinition({ strategy }: { readonly strategy: Strategy }) {
  const api = useApi()
  const types = useQuery(api.strategies.describeTypes.queryOptions({ staleTime: Number.POSITIVE_INFINITY }))
  const descriptor = types.data?.find(({ type }) => type === strategy.type)
  return (
    <Grid gap="md">
      <Grid.Col span={{ base: 12, sm: 5 }}>
        <Paper h="100%">
          <Title order={2} mb="xs">
            Parameters
          </Title>
          {descriptor !== undefined && (
            <Text size="sm" c="dimmed" mb="sm">
              {descriptor.rule}
            </Text>
          )}
          <dl className={classes['parameters']}>
            {Object.entries(strategy.parameters).map(([name, value]) => (
              <ParameterLine key={name} name={name} value={value} parameter={descriptor?.parameters.find((known) => known.name === name)} />
            ))}
          </dl>
        </Paper>
      </Grid.Col>
      <Grid.Col span={{ base: 12, sm: 7 }}>
        <Paper h="100%">
          <Title order={2} mb="xs">
            Reasons
          </Title>
          <Stack gap="sm">
            <div>
              <Text size="sm" c="dimmed">
                Confidence
              </Text>
              <ConfidenceLine strategy={strategy} />
            </div>
            <Passage title="Description" text={strategy.description} />
            <Passage title="Hypothesis" text={strategy.hypothesis} />
            <Passage title="Intended use" text={strategy.intendedUse} />
            <Passage title="Limitations" text={strategy.limitations} />
            <Text size="sm" c="dimmed">
              {strategy.author === '' ? 'No owner named' : `Owner ${strategy.author}`}, created {formatDateTime(strategy.createdAtMs)},
              changed {formatDateTime(strategy.updatedAtMs)}
            </Text>
          </Stack>
        </Paper>
      </Grid.Col>
    </Grid>
  )
}

interface ParameterLineProps {
  readonly name: string
  readonly value: Parameters[string]
  readonly parameter: ParameterDescriptor | undefined
}

function ParameterLine({ name, value, parameter }: ParameterLineProps) {
  return (
    <div>
      <dt title={parameter?.help}>{parameter?.label ?? name}</dt>
      <dd>
        {nameOfValue(value, parameter)}
        {parameter !== undefined && parameter.unit !== '' && <span className={classes['unit']}>{parameter.unit}</span>}
      </dd>
    </div>
  )
}

function nameOfValue(value: Parameters[string], parameter: ParameterDescriptor | undefined): string {
  if (typeof value === 'boolean') return value ? 'Yes' : 'No'
  if (parameter?.kind !== 'choice') return String(value)
  return parameter.choices.find((choice) => choice.value === value)?.label ?? String(value)
}

function Passage({ title, text }: { readonly title: string; readonly text: string }) {
  return (
    <div>
      <Text size="sm" c="dimmed">
        {title}
      </Text>
      <Text className={classes['passage']}>{text === '' ? `${MISSING} (not written yet)` : text}</Text>
    </div>
  )
}
