import { act, renderHook } from '@testing-library/react'
import type { ReactNode } from 'react'
import { MemoryRouter, useLocation, useNavigate } from 'react-router'
import { expect, it } from 'vitest'
import { useAddressState, useLeaveFor } from './addressState.ts'

const Wrapper = ({ children }: { readonly children: ReactNode }) => (
  <MemoryRouter initialEntries={['/', '/data?search=x']} initialIndex={1}>
    {children}
  </MemoryRouter>
)

function show() {
  const all = () => ({ address: useAddressState(), leaveFor: useLeaveFor(), location: useLocation(), navigate: useNavigate() })
  const { result } = renderHook(all, { wrapper: Wrapper })
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

it('goes Back when what was opened here is closed: one more Back leaves the list', () => {
  const { result, shown, back } = show()
  act(() => result.current.address.change({ dataset: '7' }))
  act(() => result.current.address.change({ dataset: '8' }))
  act(() => result.current.address.change({ dataset: null }))
  expect(shown()).toBe('/data?search=x')
  back()
  expect(shown()).toBe('/')
})

it('closes what a link opened without leaving the page', () => {
  const { result, shown } = show()
  act(() => void result.current.navigate('/data?dataset=7'))
  act(() => result.current.address.change({ dataset: null }))
  expect(shown()).toBe('/data')
})

it('does not come back to a dialog that made what is looked at', () => {
  const { result, shown, back } = show()
  act(() => result.current.address.change({ run: 'new' }))
  act(() => result.current.leaveFor('/backtests/7'))
  expect(shown()).toBe('/backtests/7')
  back()
  expect(shown()).toBe('/data?search=x')
})
