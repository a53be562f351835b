import { ORPCError } from '@orpc/client'
import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it, vi } from 'vitest'
import { ERROR_CODES, type ErrorCode } from '#shared/domain/appError.ts'
import { ERROR_EXAMPLES } from '../../../tests/builders/errorExamples.ts'
import { renderWithApp } from '../../../tests/builders/renderWithApp.tsx'
import { ErrorNotice } from './ErrorNotice.tsx'

describe('ErrorNotice', () => {
  it.each(Object.keys(ERROR_CODES) as ErrorCode[])('shows what happened, why and the next step of %s, and copies it', async (code) => {
    const { title, text, next } = ERROR_EXAMPLES[code]
    const user = userEvent.setup()
    // As it comes over the wire.
    const error = new ORPCError(code, { status: ERROR_CODES[code].httpStatus, message: text, data: { id: '7' } })
    renderWithApp(<ErrorNotice error={error} />, { client: {} })
    const notice = screen.getByRole('alert')
    expect(notice).toHaveAccessibleName(title)
    expect(notice).toHaveTextContent(text)
    expect(notice).toHaveTextContent(next)
    await user.click(screen.getByRole('button', { name: 'Copy details' }))
    expect(await navigator.clipboard.readText()).toBe(`${code}: ${text}\nid: 7`)
  })

  it('lets the page name what was tried, and try it again', async () => {
    const retry = vi.fn()
    renderWithApp(<ErrorNotice error={new Error('boom')} title="The list could not be read" onRetry={retry} />, { client: {} })
    expect(screen.getByRole('alert')).toHaveAccessibleName('The list could not be read')
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }))
    expect(retry).toHaveBeenCalledOnce()
  })
})
