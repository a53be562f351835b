import { afterAll, beforeAll } from 'vitest'

/** jsdom lays nothing out; a virtual table needs a viewport with a height to show any rows. */
export function giveElementsHeight(px: number): void {
  beforeAll(() => Object.defineProperty(HTMLElement.prototype, 'clientHeight', { configurable: true, get: () => px }))
  afterAll(() => {
    Reflect.deleteProperty(HTMLElement.prototype, 'clientHeight')
  })
}
