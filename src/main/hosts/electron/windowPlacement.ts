import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { z } from 'zod'

/** Where a window was, in screen pixels. */
const placementSchema = z.object({
  x: z.int(),
  y: z.int(),
  width: z.int().min(1).max(100_000),
  height: z.int().min(1).max(100_000),
  isMaximized: z.boolean(),
})
export type Placement = z.infer<typeof placementSchema>

export interface Area {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** So much of a window must be in sight for a person to take hold of it. */
const GRIP = { width: 120, height: 40 }

/**
 * A placement on displays as they are now: no larger than the display it is on, null when none shows enough of its top
 * edge to move it by (a display was unplugged).
 */
export function fitPlacement(placement: Placement, displays: readonly Area[]): Placement | null {
  const display = displays.find((area) => isReachable(placement, area))
  if (display === undefined) return null
  return { ...placement, width: Math.min(placement.width, display.width), height: Math.min(placement.height, display.height) }
}

function isReachable({ x, y, width }: Placement, area: Area): boolean {
  const seen = Math.min(x + width, area.x + area.width) - Math.max(x, area.x)
  return seen >= GRIP.width && y >= area.y && y + GRIP.height <= area.y + area.height
}

/** null when nothing usable was kept. */
export function readPlacement(file: string): Placement | null {
  try {
    return placementSchema.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch {
    return null
  }
}

/** Written while the window closes, when nothing waits for it any more; a window that is not remembered opens as at first. */
export function keepPlacement(file: string, placement: Placement): void {
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, JSON.stringify(placement))
}
