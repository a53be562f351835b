import { fireEvent, screen, waitFor } from '@testing-library/react'
import { useState } from 'react'
import { describe, expect, it, vi } from 'vitest'
import { renderWithApp } from '../../../tests/builders/renderWithApp.tsx'
import { SearchField } from './SearchField.tsx'

/** The address changes when a button says so, later than the field asks for it. */
function SlowAddress({ onChange }: { readonly onChange: (value: string) => void }) {
  const [address, setAddress] = useState('')
  return (
    <>
      <SearchField label="Search" value={address} onChange={onChange} />
      {['tr', 'gap'].map((next) => (
        <button key={next} type="button" onClick={() => setAddress(next)}>
          {next}
        </button>
      ))}
    </>
  )
}

describe('SearchField', () => {
  it('keeps what was typed while the address caught up, and follows the address otherwise', async () => {
    const onChange = vi.fn()
    renderWithApp(<SlowAddress onChange={onChange} />, { client: {} })
    const field = screen.getByRole('searchbox', { name: 'Search' })
    fireEvent.change(field, { target: { value: 'tr' } })
    await waitFor(() => expect(onChange).toHaveBeenCalledWith('tr'))
    fireEvent.change(field, { target: { value: 'tre' } })
    fireEvent.click(screen.getByRole('button', { name: 'tr' }))
    expect(field).toHaveValue('tre')
    fireEvent.click(screen.getByRole('button', { name: 'gap' }))
    expect(field).toHaveValue('gap')
  })
})
