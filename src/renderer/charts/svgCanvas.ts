const PRESENTATION = [
  'fill',
  'fill-opacity',
  'stroke',
  'stroke-width',
  'stroke-dasharray',
  'opacity',
  'vector-effect',
  'font',
  'text-anchor',
]
const SHARPNESS = 2

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

/** Draws a chart made of SVG as it stands on the page, on the colour of its surface; null while it has no size. */
export async function svgToCanvas(svg: SVGSVGElement): Promise<HTMLCanvasElement | null> {
  const { width, height } = svg.getBoundingClientRect()
  if (width === 0 || height === 0) return null
  const picture = new Image()
  const text = new XMLSerializer().serializeToString(standaloneCopy(svg, width, height))
  // The security policy lets pictures come from data: addresses, not from blob: ones.
  picture.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`
  await picture.decode()
  const canvas = document.createElement('canvas')
  canvas.width = Math.round(width * SHARPNESS)
  canvas.height = Math.round(height * SHARPNESS)
  const context = canvas.getContext('2d')
  if (context === null) return null
  context.fillStyle = getComputedStyle(svg).getPropertyValue('--surface')
  context.fillRect(0, 0, canvas.width, canvas.height)
  context.drawImage(picture, 0, 0, canvas.width, canvas.height)
  return canvas
}
