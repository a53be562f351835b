import '@testing-library/jest-dom/vitest'
import { cleanup, configure } from '@testing-library/react'
import { afterEach } from 'vitest'

// A busy machine renders a whole page in more than the second the library waits.
configure({ asyncUtilTimeout: 5_000 })

/** Browser features Mantine asks for and jsdom lacks. */
class IdleResizeObserver implements ResizeObserver {
  observe(): void {}
  unobserve(): void {}
  disconnect(): void {}
}

function matchNothing(query: string): MediaQueryList {
  return {
    matches: false,
    media: query,
    onchange: null,
    addListener: () => {},
    removeListener: () => {},
    addEventListener: () => {},
    removeEventListener: () => {},
    dispatchEvent: () => false,
  }
}

window.ResizeObserver ??= IdleResizeObserver
window.matchMedia ??= matchNothing
window.HTMLElement.prototype.scrollIntoView ??= () => {}
if (document.fonts === undefined) {
  Object.defineProperty(document, 'fonts', { value: { addEventListener: () => {}, removeEventListener: () => {} } })
}

afterEach(cleanup)
