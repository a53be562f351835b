import { Alert, Button, Group, Select, SimpleGrid, Stack, TagsInput, Text, Textarea, TextInput } from '@mantine/core'
import { IconGitMerge } from '@tabler/icons-react'
import { useEffect, useRef, useState } from 'react'
import type { Strategy } from '#shared/domain/strategy.ts'
import type { StrategyDescriptor } from '#shared/domain/strategyType.ts'
import { readError } from '../../api/readError.ts'
import { ErrorNotice } from '../../components/ErrorNotice.tsx'
import { FormSection } from '../../components/FormSection.tsx'
import { fieldErrorOf } from '../../components/fieldError.ts'
import { focusFirstError } from '../../components/focusFirstError.ts'
import { ParametersForm } from './ParametersForm.tsx'
import { blankForm, checkForm, defaultParameters, formOf, type StrategyForm, type StrategyFormErrors, toDraft } from './strategyForm.ts'
import { type StrategyDialogTask, useSaveStrategy } from './useSaveStrategy.ts'

interface StrategyEditorProps {
  readonly task: StrategyDialogTask
  readonly descriptors: readonly StrategyDescriptor[]
  readonly onClose: () => void
  readonly onSaved: (strategy: Strategy) => void
}

export function StrategyEditor({ task, descriptors, onClose, onSaved }: StrategyEditorProps) {
  const [form, setForm] = useState<StrategyForm | null>(() => firstForm(task, descriptors))
  const [isChecked, setIsChecked] = useState(false)
  const formElement = useRef<HTMLFormElement>(null)
  const save = useSaveStrategy(task, onSaved)
  // The form comes once the families are known, after the dialog chose where to put the keyboard.
  useEffect(() => formElement.current?.querySelector<HTMLElement>('[data-autofocus]')?.focus(), [])
  const descriptor = descriptors.find(({ type }) => type === form?.type)
  if (form === null || descriptor === undefined) return <Text>This version of Aurelius does not know this family of strategies.</Text>

  const localErrors = checkForm(form, descriptor)
  const errors = { ...serverErrorsOf(save.error, form), ...(isChecked ? localErrors : {}) }
  const isConflict = save.error !== null && readError(save.error).code === 'conflict'
  const submit = () => {
    setIsChecked(true)
    const showError = () => focusFirstError(formElement.current)
    if (Object.keys(localErrors).length > 0) return showError()
    save.save(toDraft(form, descriptor), { onError: showError })
  }
  return (
    <form
      ref={formElement}
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        submit()
      }}
    >
      <Stack gap="lg">
        <IdentityFields form={form} errors={errors} descriptors={descriptors} onChange={setForm} />
        <FormSection title="Parameters">
          <Text size="sm" c="dimmed" mb="sm">
            {descriptor.rule}
          </Text>
          <ParametersForm
            descriptor={descriptor}
            values={form.parameters}
            errors={errors}
            onChange={(parameters) => setForm({ ...form, parameters })}
          />
        </FormSection>
        <ReasonFields form={form} onChange={setForm} />
        {isConflict && (
          <Conflict
            onTakeNewest={async () => setForm(formOf(await save.rebase()))}
            onKeepMine={async () => {
              await save.rebase()
            }}
          />
        )}
        {save.error !== null && !isConflict && Object.keys(serverErrorsOf(save.error, form)).length === 0 && (
          <ErrorNotice error={save.error} />
        )}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={save.isPending}>
            {task.kind === 'edit' ? `Save as version ${save.expectedVersion + 1}` : 'Create strategy'}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

function firstForm(task: StrategyDialogTask, descriptors: readonly StrategyDescriptor[]): StrategyForm | null {
  if (task.kind === 'edit') return formOf(task.strategy)
  if (task.draft !== null) return task.draft
  return descriptors[0] === undefined ? null : blankForm(descriptors[0])
}

/** Fields the application may refuse by name. */
function serverErrorsOf(error: unknown, form: StrategyForm): StrategyFormErrors {
  const fields = ['name', 'type', 'tags', ...Object.keys(form.parameters).map((name) => `parameters.${name}`)]
  return Object.fromEntries(
    fields.flatMap((field) => [fieldErrorOf(error, field)].filter((message) => message !== undefined).map((message) => [field, message])),
  )
}

interface FormPartProps {
  readonly form: StrategyForm
  readonly onChange: (form: StrategyForm) => void
}

interface IdentityFieldsProps extends FormPartProps {
  readonly errors: StrategyFormErrors
  readonly descriptors: readonly StrategyDescriptor[]
}

function IdentityFields({ form, errors, descriptors, onChange }: IdentityFieldsProps) {
  const chosen = descriptors.find(({ type }) => type === form.type)
  const chooseType = (type: string | null) => {
    const descriptor = descriptors.find((candidate) => candidate.type === type)
    if (descriptor !== undefined) onChange({ ...form, type: descriptor.type, parameters: defaultParameters(descriptor) })
  }
  return (
    <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
      <TextInput
        label="Name"
        required
        data-autofocus
        value={form.name}
        error={errors['name']}
        onChange={(event) => onChange({ ...form, name: event.currentTarget.value })}
      />
      <Select
        label="Family"
        description={chosen?.summary}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        data={descriptors.map(({ type, title }) => ({ value: type, label: title }))}
        value={form.type}
        error={errors['type']}
        allowDeselect={false}
        onChange={chooseType}
      />
      <TextInput label="Owner" value={form.author} onChange={(event) => onChange({ ...form, author: event.currentTarget.value })} />
      <TagsInput label="Tags" value={form.tags} error={errors['tags']} onChange={(tags) => onChange({ ...form, tags })} />
    </SimpleGrid>
  )
}

function ReasonFields({ form, onChange }: FormPartProps) {
  const textarea = (field: 'description' | 'hypothesis' | 'intendedUse' | 'limitations', label: string, description?: string) => (
    <Textarea
      label={label}
      {...(description === undefined ? {} : { description })}
      autosize
      minRows={2}
      value={form[field]}
      onChange={(event) => onChange({ ...form, [field]: event.currentTarget.value })}
    />
  )
  return (
    <FormSection title="Reasons">
      <Stack gap="sm">
        {textarea('description', 'Description')}
        {textarea('hypothesis', 'Hypothesis', 'Why should this earn money? The dev gate asks for it.')}
        {textarea('intendedUse', 'Intended use')}
        {textarea('limitations', 'Limitations')}
      </Stack>
    </FormSection>
  )
}

interface ConflictProps {
  readonly onTakeNewest: () => Promise<void>
  readonly onKeepMine: () => Promise<void>
}

/** Somebody saved in between; nothing is lost until the person decides. */
function Conflict({ onTakeNewest, onKeepMine }: ConflictProps) {
  return (
    <Alert
      role="alert"
      color="yellow"
      variant="outline"
      icon={<IconGitMerge size={18} aria-hidden />}
      title="A newer version was saved while you were editing"
    >
      <Stack gap="sm" align="flex-start">
        <Text size="sm">
          Your changes are still in this form and have not been saved. Both versions stay in the history whichever you choose.
        </Text>
        <Group gap="xs">
          <Button size="xs" variant="default" onClick={() => void onTakeNewest()}>
            Show the newest version instead
          </Button>
          <Button size="xs" variant="default" onClick={() => void onKeepMine()}>
            Keep my changes on top of it
          </Button>
        </Group>
      </Stack>
    </Alert>
  )
}
