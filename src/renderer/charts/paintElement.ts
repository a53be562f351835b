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

/**
 * Paints part of the page as it stands, on the colour of its surface: backgrounds, words and SVG, also what is scrolled
 * out of sight. Borders, pictures and canvases are left out. null while it has no size.
 */
export async function paintElement(element: HTMLElement): Promise<HTMLCanvasElement | null> {
  const { left, top, width, height } = element.getBoundingClientRect()
  if (width === 0 || height === 0) return null
  const canvas = document.createElement('canvas')
  canvas.width = Math.round(width * SHARPNESS)
  canvas.height = Math.round(height * SHARPNESS)
  const context = canvas.getContext('2d')
  if (context === null) return null
  context.scale(SHARPNESS, SHARPNESS)
  context.translate(-left, -top)
  context.fillStyle = getComputedStyle(element).getPropertyValue('--surface')
  context.fillRect(left, top, width, height)
  await paintNode(context, element)
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
