import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { fitPlacement, keepPlacement, readPlacement } from './windowPlacement.ts'

const LAPTOP = { x: 0, y: 0, width: 1440, height: 900 }
const RIGHT = { x: 1440, y: 0, width: 2560, height: 1440 }
const placement = (changes: object) => ({ x: 100, y: 50, width: 1200, height: 800, isMaximized: false, ...changes })

describe('placement of the window', () => {
  it('is kept where it can be reached', () => {
    expect(fitPlacement(placement({}), [LAPTOP])).toEqual(placement({}))
    expect(fitPlacement(placement({ x: 1600 }), [LAPTOP, RIGHT])).toEqual(placement({ x: 1600 }))
  })

  it('is forgotten when its display is gone or its title is out of reach', () => {
    expect(fitPlacement(placement({ x: 1600 }), [LAPTOP])).toBeNull()
    expect(fitPlacement(placement({ x: -1150 }), [LAPTOP])).toBeNull()
    expect(fitPlacement(placement({ y: -200 }), [LAPTOP])).toBeNull()
    expect(fitPlacement(placement({ y: 880 }), [LAPTOP])).toBeNull()
    expect(fitPlacement(placement({}), [])).toBeNull()
  })

  it('shrinks to a smaller display', () => {
    expect(fitPlacement(placement({ width: 2400, height: 1300 }), [LAPTOP])).toMatchObject({ width: 1440, height: 900 })
  })

  it('survives between starts; what cannot be read counts as none', () => {
    const file = join(mkdtempSync(join(tmpdir(), 'aurelius-window-')), 'window.json')
    expect(readPlacement(file)).toBeNull()
    keepPlacement(file, placement({ isMaximized: true }))
    expect(readPlacement(file)).toEqual(placement({ isMaximized: true }))
    for (const broken of ['', '{', '{"x":1}', JSON.stringify(placement({ width: -5 }))]) {
      writeFileSync(file, broken)
      expect(readPlacement(file)).toBeNull()
    }
  })
})
