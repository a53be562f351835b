import { type ComponentType, lazy, type ReactNode, useState } from 'react'
import { whenIdle } from '../components/whenIdle.ts'

export interface PageChunk {
  (): ReactNode
  /** Loads the chunk ahead of time; a page that is shown loads its own. */
  readonly load: () => Promise<unknown>
}

/**
 * A page in a chunk of its own. Once the chunk is there the page is drawn at once: what is lazy shows its placeholder first
 * even then, and React keeps a placeholder for 300 ms.
 */
export function pageChunk(load: () => Promise<ComponentType>): PageChunk {
  let loaded: ComponentType | null = null
  const loadOnce = async () => {
    loaded ??= await load()
    return { default: loaded }
  }
  const LazyPage = lazy(loadOnce)
  function Page() {
    // Stays as it began, so that a page is not made anew when its chunk has come.
    const [Shown] = useState(() => loaded ?? LazyPage)
    return <Shown />
  }
  return Object.assign(Page, { load: loadOnce })
}

/** So long a busy window puts off the next chunk. */
const LATEST_MS = 500

/** Loads chunks one after the other whenever the window has nothing to do; answers how to stop. */
export function loadWhenIdle(chunks: readonly PageChunk[]): () => void {
  let isStopped = false
  const loadFrom = (index: number) =>
    whenIdle(() => {
      const chunk = isStopped ? undefined : chunks[index]
      // One that cannot be had now is asked for again by its page, which says what is wrong.
      void chunk?.load().then(
        () => loadFrom(index + 1),
        () => loadFrom(index + 1),
      )
    }, LATEST_MS)
  loadFrom(0)
  return () => {
    isStopped = true
  }
}
