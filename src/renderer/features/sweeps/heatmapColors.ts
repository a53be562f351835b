type Rgb = readonly [number, number, number]

/** Cividis: even to the eye, and the same to people who cannot tell red from green. Nunez, Anderton and Renslow (2018). */
const CIVIDIS: readonly Rgb[] = [
  [0, 34, 78],
  [24, 56, 110],
  [67, 78, 108],
  [97, 102, 112],
  [125, 125, 120],
  [155, 149, 119],
  [187, 174, 109],
  [221, 202, 86],
  [254, 232, 56],
]
/** Around zero: loss orange, nothing white, gain blue. */
const DIVERGING: readonly Rgb[] = [
  [179, 88, 6],
  [241, 163, 64],
  [254, 224, 182],
  [247, 247, 247],
  [209, 229, 240],
  [103, 169, 207],
  [33, 102, 172],
]

/** Where black and white stand out equally. */
const EVEN_LUMINANCE = 0.179

export interface ColorScale {
  readonly min: number
  readonly max: number
  readonly colorOf: (value: number) => string
  /** Black or white, whichever can be read on the value's colour. */
  readonly inkOf: (value: number) => string
}

/** Values of both signs stand around zero, equally strong on either side; others go from the lowest to the highest. */
export function colorScale(min: number, max: number): ColorScale {
  const isDiverging = min < 0 && max > 0
  const reach = Math.max(-min, max)
  const [low, high] = isDiverging ? [-reach, reach] : [min, max]
  const stops = isDiverging ? DIVERGING : CIVIDIS
  const rgbOf = (value: number) => mix(stops, high > low ? (value - low) / (high - low) : 0.5)
  return {
    min: low,
    max: high,
    colorOf: (value) => `rgb(${rgbOf(value).join(' ')})`,
    inkOf: (value) => (luminance(rgbOf(value)) > EVEN_LUMINANCE ? '#111' : '#fff'),
  }
}

function mix(stops: readonly Rgb[], share: number): Rgb {
  const at = Math.max(0, Math.min(1, share)) * (stops.length - 1)
  const below = stops[Math.floor(at)]!
  const above = stops[Math.ceil(at)]!
  const part = at - Math.floor(at)
  return [0, 1, 2].map((channel) => Math.round(below[channel]! + part * (above[channel]! - below[channel]!))) as unknown as Rgb
}

/** Relative luminance of WCAG 2.2, 0..1. */
function luminance(rgb: Rgb): number {
  const [r, g, b] = rgb.map((channel) => (channel / 255 <= 0.04045 ? channel / 255 / 12.92 : ((channel / 255 + 0.055) / 1.055) ** 2.4))
  return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!
}
