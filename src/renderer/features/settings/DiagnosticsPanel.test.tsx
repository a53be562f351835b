import { ORPCError } from '@orpc/client'
import { screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { type FakeProcedures, renderWithApp } from '../../../../tests/builders/renderWithApp.tsx'
import { DiagnosticsPanel } from './DiagnosticsPanel.tsx'

const facts: FakeProcedures['system'] = {
  info: async () => ({
    ...{ version: '0.1.0', engineVersion: '7', host: 'browser', platform: 'linux', dataDirectory: '/home/ada/desk', workerThreads: 3 },
  }),
  health: async () => ({
    database: { ok: true, dialect: 'sqlite', latencyMs: 0.2 },
    workers: { ok: true, threads: 3, active: 1, queued: 0 },
  }),
}

const show = (diagnostics: NonNullable<FakeProcedures['system']>['diagnostics']) =>
  renderWithApp(<DiagnosticsPanel />, { client: { system: { ...facts, ...(diagnostics && { diagnostics }) } } })

afterEach(() => vi.restoreAllMocks())

describe('DiagnosticsPanel', () => {
  it('tells versions and where the data lies', async () => {
    show(undefined)
    for (const text of ['0.1.0', '7', '/home/ada/desk']) expect(await screen.findByText(text)).toBeVisible()
  })

  it('saves the file under the name it was given', async () => {
    const saved: Blob[] = []
    const names: string[] = []
    URL.createObjectURL = (blob) => {
      saved.push(blob as Blob)
      return 'blob:test'
    }
    URL.revokeObjectURL = () => {}
    vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (this: HTMLAnchorElement) {
      names.push(this.download)
    })
    show(async () => ({ fileName: 'aurelius-diagnostics.json', text: '{"version":"0.1.0"}\n' }))
    await userEvent.click(screen.getByRole('button', { name: 'Save diagnostics' }))
    await waitFor(() => expect(names).toEqual(['aurelius-diagnostics.json']))
    expect(await saved[0]?.text()).toBe('{"version":"0.1.0"}\n')
  })

  it('says why there is no file', async () => {
    show(() => Promise.reject(new ORPCError('database_unreachable', { message: 'The server does not answer. Start it.', defined: true })))
    await userEvent.click(screen.getByRole('button', { name: 'Save diagnostics' }))
    expect(await screen.findByText('The server does not answer. Start it.')).toBeVisible()
  })
})
