import { screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { renderWithApp } from '../../../tests/builders/renderWithApp.tsx'
import { PictureButtons } from './PictureButtons.tsx'

/** What a drawn canvas answers; jsdom draws nothing. */
function drawn(): HTMLCanvasElement {
  const canvas = document.createElement('canvas')
  canvas.toBlob = (callback, type) => callback(new Blob(['pixels'], type === undefined ? {} : { type }))
  return canvas
}

class StubbedItem {
  readonly items: Readonly<Record<string, Blob>>
  constructor(items: Readonly<Record<string, Blob>>) {
    this.items = items
  }
}

afterEach(() => vi.unstubAllGlobals())

/** `user.setup` puts a clipboard of its own into the document, so what it is asked to hold is watched afterwards. */
function show(write: (items: readonly StubbedItem[]) => Promise<void>) {
  const user = userEvent.setup()
  vi.stubGlobal('ClipboardItem', StubbedItem)
  vi.spyOn(navigator.clipboard, 'write').mockImplementation(write as unknown as Clipboard['write'])
  renderWithApp(<PictureButtons take={drawn} fileName="equity.png" />, { client: {} })
  return user
}

describe('the picture of a chart', () => {
  it('goes onto the clipboard as PNG', async () => {
    const copied: string[] = []
    const user = show(async (items) => {
      for (const item of items) copied.push(...Object.keys(item.items))
    })
    await user.click(screen.getByRole('button', { name: 'Copy chart as picture' }))
    expect(await screen.findByText('Copied the chart as a picture')).toBeVisible()
    expect(copied).toEqual(['image/png'])
  })

  it('says why it could not be copied', async () => {
    const user = show(() => Promise.reject(new Error('The clipboard is closed')))
    await user.click(screen.getByRole('button', { name: 'Copy chart as picture' }))
    await waitFor(() => expect(screen.getByText('The picture was not copied')).toBeVisible())
  })
})
