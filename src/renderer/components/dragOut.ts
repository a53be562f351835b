import { notifications } from '@mantine/notifications'
import type { DragEvent } from 'react'
import type { DragSubject } from '#shared/contract/exports.ts'
import { useClient } from '../api/ApiProvider.tsx'
import { readError } from '../api/readError.ts'

/** What can be dragged from the window onto the desktop or into another program. */
type RunDragSubject =
  | Extract<DragSubject, { kind: 'run' }>
  | { readonly kind: 'runTable'; readonly table: RunTable; readonly backtestId: string; readonly mode: 'raw' | 'spreadsheet' }
type RunTable = 'trades' | 'equity_curve' | 'positions' | 'fills' | 'metrics'

interface DragProps {
  readonly draggable: true
  readonly onDragStart: (event: DragEvent) => void
}

/** Props of an element that a person can drag out as a file; the desktop makes the file, a browser downloads it where it is dropped. */
export function useDragOut(): (subject: RunDragSubject) => DragProps {
  const client = useClient()
  const isDesktop = window.aureliusPipe !== undefined
  const hand = (subject: RunDragSubject) =>
    client.exports.dragOut(toSubject(subject)).catch((error: unknown) => {
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

function toSubject(subject: RunDragSubject): Parameters<ReturnType<typeof useClient>['exports']['dragOut']>[0] {
  if (subject.kind === 'run') return subject
  const { table, backtestId, mode } = subject
  return { kind: 'table', input: { table, backtestId, mode } }
}

/** `type:name:address`, which Chromium fetches when it is dropped outside; null where the host has no such file. */
function downloadOf(subject: RunDragSubject): string | null {
  const { backtestId } = subject
  const base = `${window.location.origin}/api/v2/exports`
  if (subject.kind === 'runTable') {
    const { table, mode } = subject
    return `text/csv:${table}-${backtestId}.csv:${base}/tables/${table}.csv?backtestId=${backtestId}&mode=${mode}`
  }
  switch (subject.format) {
    case 'html':
      return `text/html:tear-sheet-${backtestId}.html:${base}/runs/${backtestId}.html`
    case 'json':
      return `application/json:run-${backtestId}.json:${base}/runs/${backtestId}.json`
    case 'pdf':
      return null
  }
}
