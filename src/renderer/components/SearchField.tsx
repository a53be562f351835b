import { TextInput } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { IconSearch } from '@tabler/icons-react'
import { useEffect, useRef, useState } from 'react'

interface SearchFieldProps {
  readonly label: string
  readonly value: string
  /** Called when the typing pauses. */
  readonly onChange: (value: string) => void
}

/** As between two quick keys: an answer costs the host a few milliseconds, so asking once too often costs less than waiting. */
const TYPING_PAUSE_MS = 50

/** A search box that asks once the typing pauses, and follows the address when that changes. */
export function SearchField({ label, value, onChange }: SearchFieldProps) {
  const [text, setText] = useState(value)
  const asked = useRef(value)
  const settle = useDebouncedCallback((settled: string) => {
    asked.current = settled
    onChange(settled)
  }, TYPING_PAUSE_MS)
  useEffect(() => {
    // The address that catches up with this field must not take back what was typed since.
    if (value === asked.current) return
    asked.current = value
    setText(value)
  }, [value])
  return (
    <TextInput
      type="search"
      aria-label={label}
      placeholder={label}
      leftSection={<IconSearch size={16} aria-hidden />}
      value={text}
      onChange={(event) => {
        setText(event.currentTarget.value)
        settle(event.currentTarget.value)
      }}
    />
  )
}
