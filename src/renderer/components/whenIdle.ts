/** Does some work once the window has nothing else to do, but no later than that; answers how to call it off. */
export function whenIdle(work: () => void, latestMs: number): () => void {
  if ('requestIdleCallback' in window) {
    const asked = requestIdleCallback(work, { timeout: latestMs })
    return () => cancelIdleCallback(asked)
  }
  // Not every browser says when it is idle.
  const timer = setTimeout(work, latestMs)
  return () => clearTimeout(timer)
}
