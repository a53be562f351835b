import { render, screen, waitFor } from '@testing-library/react'
import { useState } from 'react'
import { afterEach, expect, it, vi } from 'vitest'
import { useFocusAfterWork } from './useFocusAfterWork.ts'

const LONG_AFTER_MS = 1_000
afterEach(() => vi.useRealTimers())

function Page({ isWorking }: { readonly isWorking: boolean }) {
  useFocusAfterWork()
  const [text, setText] = useState('')
  return (
    <>
      <button type="button" disabled={isWorking}>
        Run gates
      </button>
      <input aria-label="Search" value={text} onChange={(event) => setText(event.currentTarget.value)} />
    </>
  )
}

/** What a browser does to a focused button that is disabled; jsdom leaves the focus on it. */
const loseFocus = () => (document.activeElement as HTMLElement).blur()

it('gives the focus back to the button that worked', async () => {
  const { rerender } = render(<Page isWorking={false} />)
  screen.getByRole('button').focus()
  rerender(<Page isWorking />)
  loseFocus()
  rerender(<Page isWorking={false} />)
  await waitFor(() => expect(screen.getByRole('button')).toHaveFocus())
})

it('leaves the focus where somebody took it meanwhile', async () => {
  vi.useFakeTimers()
  const { rerender } = render(<Page isWorking={false} />)
  screen.getByRole('button').focus()
  rerender(<Page isWorking />)
  screen.getByRole('textbox').focus()
  rerender(<Page isWorking={false} />)
  await vi.advanceTimersByTimeAsync(LONG_AFTER_MS)
  expect(screen.getByRole('textbox')).toHaveFocus()
})

it('goes on in the dialog when the button that worked is gone', async () => {
  const Dialog = ({ isDone }: { readonly isDone: boolean }) => {
    useFocusAfterWork()
    return (
      <section role="dialog" aria-label="Dev gate" tabIndex={-1}>
        {isDone ? <p>Pass</p> : <button type="button">Run gate</button>}
      </section>
    )
  }
  const { rerender } = render(<Dialog isDone={false} />)
  screen.getByRole('button').focus()
  rerender(<Dialog isDone />)
  await waitFor(() => expect(screen.getByRole('dialog')).toHaveFocus())
})

it('leaves a focus that nobody took from anything alone', async () => {
  vi.useFakeTimers()
  const { rerender } = render(<Page isWorking={false} />)
  screen.getByRole('button').focus()
  loseFocus()
  rerender(<Page isWorking={false} />)
  render(<p>Something else arrives</p>)
  await vi.advanceTimersByTimeAsync(LONG_AFTER_MS)
  expect(document.body).toHaveFocus()
})
