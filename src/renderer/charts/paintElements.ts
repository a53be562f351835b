const PRESENTATION = [
  'fill',
  'fill-opacity',
  'stroke',
  'stroke-width',
  'stroke-dasharray',
  'opacity',
  'vector-effect',
  'font-family',
  'font-size',
  'font-weight',
  'text-anchor',
]
const SHARPNESS = 2

const MARGIN_PX = 12

/**
 * Paints parts of the page as they stand, one beneath the other, on the colour of their surface: backgrounds, words and SVG,
 * also what is scrolled out of sight. Borders, pictures and canvases are left out. null while none of them has a size.
 */
export async function paintElements(elements: readonly HTMLElement[]): Promise<HTMLCanvasElement | null> {
  const parts = elements.map((element) => ({ element, frame: element.getBoundingClientRect() })).filter(({ frame }) => frame.height > 0)
  const [first] = parts
  const canvas = document.createElement('canvas')
  const context = canvas.getContext('2d')
  if (first === undefined || context === null) return null
  const height = parts.reduce((sum, { frame }) => sum + frame.height + MARGIN_PX, MARGIN_PX)
  const width = Math.max(...parts.map(({ frame }) => frame.width)) + 2 * MARGIN_PX
  canvas.width = Math.round(width * SHARPNESS)
  canvas.height = Math.round(height * SHARPNESS)
  context.scale(SHARPNESS, SHARPNESS)
  context.fillStyle = getComputedStyle(first.element).getPropertyValue('--surface')
  context.fillRect(0, 0, width, height)
  let top = MARGIN_PX
  for (const { element, frame } of parts) {
    context.save()
    context.translate(MARGIN_PX - frame.left, top - frame.top)
    await paintNode(context, element)
    context.restore()
    top += frame.height + MARGIN_PX
  }
  return canvas
}

async function paintNode(context: CanvasRenderingContext2D, node: Node): Promise<void> {
  if (node instanceof Text) return paintWords(context, node)
  if (node instanceof SVGSVGElement) return paintSvg(context, node)
  if (!(node instanceof HTMLElement)) return
  const { left, top, width, height } = node.getBoundingClientRect()
  // What is there for screen readers alone is one pixel large.
  if (width <= 1 || height <= 1) return
  context.fillStyle = getComputedStyle(node).backgroundColor
  context.fillRect(left, top, width, height)
  for (const child of node.childNodes) await paintNode(context, child)
}

/** Words on one line, where the page has them. */
function paintWords(context: CanvasRenderingContext2D, words: Text): void {
  const text = words.data.trim()
  if (text === '' || words.parentElement === null) return
  const range = document.createRange()
  range.selectNodeContents(words)
  const { left, top, height } = range.getBoundingClientRect()
  const { color, fontStyle, fontWeight, fontSize, fontFamily } = getComputedStyle(words.parentElement)
  context.fillStyle = color
  context.font = `${fontStyle} ${fontWeight} ${fontSize} ${fontFamily}`
  context.textBaseline = 'middle'
  context.fillText(text, left, top + height / 2)
}

async function paintSvg(context: CanvasRenderingContext2D, svg: SVGSVGElement): Promise<void> {
  const { left, top, width, height } = svg.getBoundingClientRect()
  if (width === 0 || height === 0) return
  const picture = new Image()
  const text = new XMLSerializer().serializeToString(standaloneCopy(svg, width, height))
  // The security policy lets pictures come from data: addresses, not from blob: ones.
  picture.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`
  await picture.decode()
  context.drawImage(picture, left, top, width, height)
}

/** A copy that looks the same outside the page, where its style sheets do not reach. */
function standaloneCopy(svg: SVGSVGElement, width: number, height: number): SVGSVGElement {
  const copy = svg.cloneNode(true) as SVGSVGElement
  const copies = copy.querySelectorAll<SVGElement>('*')
  svg.querySelectorAll('*').forEach((element, index) => {
    const style = getComputedStyle(element)
    for (const name of PRESENTATION) copies[index]?.style.setProperty(name, style.getPropertyValue(name))
  })
  copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg')
  copy.setAttribute('width', String(width))
  copy.setAttribute('height', String(height))
  return copy
}
