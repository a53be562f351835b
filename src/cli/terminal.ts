/** Where a command writes: data on stdout, everything said to a person on stderr. */
export interface Terminal {
  readonly write: (text: string) => void
  readonly say: (line: string) => void
  /** Replaces the last status line; empty text clears it. Silent unless a person is watching. */
  readonly showStatus: (text: string) => void
}

const CLEAR_LINE = '\r\u001b[K'

/** A reader that stops early (`aurelius ... | head`) is no failure: the command ends quietly. */
function endWhenReaderLeaves(stream: NodeJS.WriteStream): void {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0)
    throw error
  })
}

export function openTerminal(): Terminal {
  endWhenReaderLeaves(process.stdout)
  endWhenReaderLeaves(process.stderr)
  return {
    write: (text) => {
      process.stdout.write(text)
    },
    say: (line) => {
      process.stderr.write(`${line}\n`)
    },
    showStatus: (text) => {
      if (process.stderr.isTTY) process.stderr.write(`${CLEAR_LINE}${text}`)
    },
  }
}
