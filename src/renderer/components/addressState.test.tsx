import { act, renderHook } from '@testing-library/react'
import type { ReactNode } from 'react'
import { MemoryRouter, useLocation, useNavigate } from 'react-router'
import { expect, it } from 'vitest'
import { useAddressState } from './addressState.ts'

const Wrapper = ({ children }: { readonly children: ReactNode }) => (
  <MemoryRouter initialEntries={['/', '/data?search=x']} initialIndex={1}>
    {children}
  </MemoryRouter>
)

function show() {
  const { result } = renderHook(() => ({ address: useAddressState(), location: useLocation(), navigate: useNavigate() }), {
    wrapper: Wrapper,
  })
  const shown = () => `${result.current.location.pathname}${result.current.location.search}`
  return { result, shown, back: () => act(() => void result.current.navigate(-1)) }
}

it('goes Back from an opened drawer to the list, with its filters', () => {
  const { result, shown, back } = show()
  act(() => result.current.address.change({ dataset: '7' }))
  expect(shown()).toBe('/data?search=x&dataset=7')
  back()
  expect(shown()).toBe('/data?search=x')
})

it('goes Back from changed filters to the page before', () => {
  const { result, shown, back } = show()
  act(() => result.current.address.change({ search: 'xy' }))
  expect(shown()).toBe('/data?search=xy')
  back()
  expect(shown()).toBe('/')
})

it('adds no step when one opened thing takes the place of another', () => {
  const { result, shown, back } = show()
  act(() => result.current.address.change({ dataset: '7' }))
  act(() => result.current.address.change({ dataset: '8' }))
  expect(shown()).toBe('/data?search=x&dataset=8')
  back()
  expect(shown()).toBe('/data?search=x')
})
