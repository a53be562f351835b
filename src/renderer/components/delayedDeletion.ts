import { notifications } from '@mantine/notifications'
import { useSyncExternalStore } from 'react'
import { readError } from '../api/readError.ts'
import { showUndo } from './undoNotice.tsx'

/** How long a deletion can be taken back. */
const UNDO_MS = 8_000

let waiting: ReadonlySet<string> = new Set()
const commits = new Map<string, () => void>()
const listeners = new Set<() => void>()

function setWaiting(next: ReadonlySet<string>): void {
  waiting = next
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** Ids of what is to be deleted but can still be taken back: lists leave their rows out. */
export function useWaitingDeletions(): ReadonlySet<string> {
  return useSyncExternalStore(subscribe, () => waiting)
}

interface DelayedDeletion {
  readonly id: string
  /** In words: `run of "Golden cross"`. */
  readonly what: string
  /** Deletes for good and refreshes every list. */
  readonly remove: () => Promise<unknown>
}

/**
 * Hides something at once and deletes it when its notice goes: after a few seconds, when it is closed, or when the window
 * is left. Undo brings it back untouched. A deletion that is refused brings it back, too, and says why.
 */
export function deleteAfterUndo({ id, what, remove }: DelayedDeletion): void {
  const settle = () => {
    commits.delete(id)
    clearTimeout(timer)
  }
  const show = () => setWaiting(new Set([...waiting].filter((other) => other !== id)))
  const commit = () => {
    if (!commits.has(id)) return
    settle()
    remove()
      .catch((error: unknown) => notifications.show({ color: 'red', title: `Not deleted: ${what}`, message: readError(error).message }))
      .finally(show)
  }
  const undo = () => {
    settle()
    show()
  }
  const timer = setTimeout(commit, UNDO_MS)
  commits.set(id, commit)
  setWaiting(new Set([...waiting, id]))
  showUndo({ message: `Deleted ${what}`, onUndo: undo, forMs: UNDO_MS, onGone: commit })
}

window.addEventListener('pagehide', () => {
  for (const commit of [...commits.values()]) commit()
})
