import { notifications } from '@mantine/notifications'
import type { DragEvent } from 'react'
import type { Client } from '#shared/contract/contract.ts'
import { useClient } from '../api/ApiProvider.tsx'
import { readError } from '../api/readError.ts'

/** What can be dragged from the window onto the desktop or into another program. */
type DragSubject = Parameters<Client['exports']['dragOut']>[0]

interface DragProps {
  readonly draggable: true
  readonly onDragStart: (event: DragEvent) => void
}

/** Props of an element that a person can drag out as a file; the desktop makes the file, a browser downloads it where it is dropped. */
export function useDragOut(): (subject: DragSubject) => DragProps {
  const client = useClient()
  const isDesktop = window.aureliusPipe !== undefined
  const hand = (subject: DragSubject) =>
    client.exports.dragOut(subject).catch((error: unknown) => {
      notifications.show({ color: 'red', title: 'Nothing was dragged out', message: readError(error).message })
    })
  return (subject) => ({
    draggable: true,
    onDragStart: (event) => {
      if (isDesktop) {
        event.preventDefault()
        void hand(subject)
        return
      }
      const download = downloadOf(subject)
      if (download !== null) event.dataTransfer.setData('DownloadURL', download)
    },
  })
}

/** `type:name:address`, which Chromium fetches when it is dropped outside; null where the host has no such file. */
function downloadOf(subject: DragSubject): string | null {
  const base = `${window.location.origin}/api/v2/exports`
  if (subject.kind === 'table') return tableDownload(base, subject.input)
  const { backtestId, format } = subject
  switch (format) {
    case 'html':
      return `text/html:tear-sheet-${backtestId}.html:${base}/runs/${backtestId}.html`
    case 'json':
      return `application/json:run-${backtestId}.json:${base}/runs/${backtestId}.json`
    case 'pdf':
      return null
  }
}

/** An address carries text and lists of text, and leaves out what has its default. */
function tableDownload(base: string, { table, ...fields }: Extract<DragSubject, { kind: 'table' }>['input']): string | null {
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(fields)) {
    if (value === null || value === undefined) continue
    const texts: readonly unknown[] = Array.isArray(value) ? value : [value]
    for (const text of texts) {
      if (typeof text !== 'string') return null
      query.append(name, text)
    }
  }
  const id = 'backtestId' in fields ? `-${fields.backtestId}` : ''
  return `text/csv:${table}${id}.csv:${base}/tables/${table}.csv?${query}`
}
