import { Button, Checkbox, Group, PasswordInput, Stack, Text } from '@mantine/core'
import { modals } from '@mantine/modals'
import { type FormEvent, useState } from 'react'
import type { ListedProfile } from '#shared/domain/connectionProfile.ts'

interface Answer {
  readonly password: string
  readonly keep: boolean
}

interface PasswordPromptProps {
  readonly profile: ListedProfile
  /** Where a kept password stays. */
  readonly vaultNote: string
  readonly onAnswer: (answer: Answer) => void
}

function PasswordForm({ profile, vaultNote, onAnswer }: PasswordPromptProps) {
  const [password, setPassword] = useState('')
  const [keep, setKeep] = useState(false)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    onAnswer({ password, keep })
  }
  return (
    <form onSubmit={submit}>
      <Stack>
        <Text size="sm">{profile.problem ?? 'No password is kept for this connection.'}</Text>
        <PasswordInput
          label="Password"
          data-autofocus
          autoComplete="off"
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
        <Checkbox label="Keep it" description={vaultNote} checked={keep} onChange={(event) => setKeep(event.currentTarget.checked)} />
        <Group justify="flex-end">
          <Button type="submit">Connect</Button>
        </Group>
      </Stack>
    </form>
  )
}

/** Asks for the password of a saved connection that has none to use. */
export function askPassword({ onAnswer, ...props }: PasswordPromptProps): void {
  const modalId = modals.open({
    title: `Password for ${props.profile.name}`,
    size: 'sm',
    children: (
      <PasswordForm
        {...props}
        onAnswer={(answer) => {
          modals.close(modalId)
          onAnswer(answer)
        }}
      />
    ),
  })
}
