import { createEvent, fireEvent, screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { DragSubject } from '#shared/contract/exports.ts'
import { type FakeProcedures, renderWithApp } from '../../../../tests/builders/renderWithApp.tsx'
import { ExportRunMenu } from './ExportRunMenu.tsx'

const id = '018f0000-0000-7000-8000-000000000001'
const PDF = { fileName: `tear-sheet-${id}.pdf`, contentType: 'application/pdf' as const, base64: btoa('%PDF-1.7') }

async function openMenu(exports: NonNullable<FakeProcedures['exports']>) {
  renderWithApp(<ExportRunMenu run={{ id }} />, { client: { exports } })
  await userEvent.click(screen.getByRole('button', { name: 'Export' }))
  return screen.findByRole('menuitem', { name: 'Tear sheet (HTML)' })
}

/** Starts dragging and answers what was put into the hand, and whether the page keeps out of it. */
function drag(item: HTMLElement): { given: [string, string][]; isPrevented: boolean } {
  const given: [string, string][] = []
  const event = createEvent.dragStart(item)
  Object.assign(event, { dataTransfer: { setData: (type: string, value: string) => given.push([type, value]) } })
  fireEvent(item, event)
  return { given, isPrevented: event.defaultPrevented }
}

afterEach(() => {
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
})

describe('in a browser', () => {
  it('offers no PDF, and hands a dragged file over as an address of its own host', async () => {
    const html = await openMenu({})
    expect(screen.queryByRole('menuitem', { name: 'Tear sheet (PDF)' })).toBeNull()
    const base = `${window.location.origin}/api/v2/exports`
    expect(drag(html)).toEqual({
      given: [['DownloadURL', `text/html:tear-sheet-${id}.html:${base}/runs/${id}.html`]],
      isPrevented: false,
    })
    await userEvent.click(screen.getByRole('menuitemcheckbox', { name: 'Safe for spreadsheets' }))
    expect(drag(screen.getByRole('menuitem', { name: 'Trades' })).given).toEqual([
      ['DownloadURL', `text/csv:trades-${id}.csv:${base}/tables/trades.csv?backtestId=${id}&mode=spreadsheet`],
    ])
  })
})

describe('in the desktop window', () => {
  /** The preload script tells how the download of the page's file ended. */
  function answerDownloads(state: string): Blob[] {
    const blobs: Blob[] = []
    vi.stubGlobal('aureliusPipe', { requestPort: () => {} })
    URL.revokeObjectURL = () => {}
    URL.createObjectURL = (blob) => {
      blobs.push(blob as Blob)
      return 'blob:test'
    }
    vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(() => {
      const data = { name: 'aurelius:download-ended', ending: { url: 'blob:test', state } }
      window.dispatchEvent(new MessageEvent('message', { source: window, data }))
    })
    return blobs
  }

  it.each([
    { state: 'completed', shown: `Saved ${PDF.fileName}` },
    {
      state: 'interrupted',
      shown: `${PDF.fileName} was not written completely. Check that the folder can be written to and has room, then save it again.`,
    },
  ])('saves the tear sheet as PDF and says that saving was $state', async ({ state, shown }) => {
    const blobs = answerDownloads(state)
    await openMenu({ pdf: async () => PDF })
    await userEvent.click(screen.getByRole('menuitem', { name: 'Tear sheet (PDF)' }))
    expect(await screen.findByText(shown)).toBeVisible()
    expect([blobs[0]?.type, await blobs[0]?.text()]).toEqual(['application/pdf', '%PDF-1.7'])
  })

  it('claims nothing when the person changed their mind', async () => {
    const blobs = answerDownloads('cancelled')
    await openMenu({ pdf: async () => PDF })
    await userEvent.click(screen.getByRole('menuitem', { name: 'Tear sheet (PDF)' }))
    await waitFor(() => expect(blobs).toHaveLength(1))
    await waitFor(() => expect(screen.getByRole('button', { name: 'Export' })).not.toHaveAttribute('data-loading'))
    expect(screen.queryByText(/Saved|failed/)).toBeNull()
  })

  it('lets main make the dragged file, and says why when it cannot', async () => {
    answerDownloads('completed')
    const asked: DragSubject[] = []
    const dragOut = async (subject: DragSubject) => {
      asked.push(subject)
      if (asked.length > 1) throw new Error('the disk is full')
      return { fileName: 'x' }
    }
    const html = await openMenu({ dragOut: dragOut as never })
    expect(drag(html)).toEqual({ given: [], isPrevented: true })
    drag(screen.getByRole('menuitem', { name: 'Trades' }))
    expect(asked).toEqual([
      { kind: 'run', backtestId: id, format: 'html' },
      { kind: 'table', input: { table: 'trades', backtestId: id, mode: 'raw' } },
    ])
    expect(await screen.findByText('Nothing was dragged out')).toBeVisible()
  })
})
