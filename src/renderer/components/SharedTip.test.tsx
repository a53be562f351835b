import { screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it } from 'vitest'
import { renderWithApp } from '../../../tests/builders/renderWithApp.tsx'
import { tipProps } from './SharedTip.tsx'

const page = (fastWords: string) => (
  <>
    <button type="button" {...tipProps(fastWords)}>
      fast
    </button>
    <button type="button" {...tipProps('Bars of the slow average.')}>
      slow
    </button>
    <button type="button">plain</button>
  </>
)

const button = (name: string) => screen.getByRole('button', { name })

describe('SharedTip', () => {
  it('says what has the keyboard, and nothing once that has none or Escape is pressed', async () => {
    renderWithApp(page('Bars of the fast average.'), { client: {} })
    await userEvent.tab()
    expect(await screen.findByRole('tooltip')).toHaveTextContent('Bars of the fast average.')
    expect(button('fast')).toHaveAccessibleDescription('Bars of the fast average.')
    await userEvent.tab()
    expect(await screen.findByText('Bars of the slow average.')).toBeVisible()
    expect(button('fast')).not.toHaveAccessibleDescription()
    await userEvent.keyboard('{Escape}')
    expect(screen.queryByRole('tooltip')).toBeNull()
    await userEvent.tab()
    expect(button('plain')).toHaveFocus()
    expect(screen.queryByRole('tooltip')).toBeNull()
  })

  it('says what rests under the pointer, in the words of the moment', async () => {
    renderWithApp(page('Bars of the fast average.'), { client: {} })
    await userEvent.hover(button('fast'))
    expect(await screen.findByRole('tooltip')).toHaveTextContent('Bars of the fast average.')
    button('fast').dataset['tip'] = 'Ten bars.'
    await waitFor(() => expect(screen.getByRole('tooltip')).toHaveTextContent('Ten bars.'))
    await userEvent.hover(button('plain'))
    expect(screen.queryByRole('tooltip')).toBeNull()
  })
})
