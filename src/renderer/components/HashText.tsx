import { CopyButton, Text, Tooltip, UnstyledButton, VisuallyHidden } from '@mantine/core'

const SHOWN_CHARACTERS = 12

interface HashTextProps {
  /** An id or hash; the first twelve characters are shown, the whole is copied. */
  readonly value: string
  readonly label: string
}

/** A long identifier kept short: hover shows it whole, a click copies it. */
export function HashText({ value, label }: HashTextProps) {
  return (
    <CopyButton value={value}>
      {({ copied, copy }) => (
        <Tooltip label={copied ? 'Copied' : `${label} ${value} (click to copy)`} style={{ overflowWrap: 'anywhere' }}>
          <UnstyledButton
            onClick={(event) => {
              event.stopPropagation()
              copy()
            }}
          >
            <VisuallyHidden>{`Copy ${label}`}</VisuallyHidden>{' '}
            <Text component="span" ff="monospace" size="xs">
              {value.slice(0, SHOWN_CHARACTERS)}
            </Text>
          </UnstyledButton>
        </Tooltip>
      )}
    </CopyButton>
  )
}
