import { saveBlob } from '../components/saveBlob.ts'

/** Keeps a drawn chart as a file; does nothing before there is a picture. */
export function savePng(canvas: HTMLCanvasElement | null, fileName: string): void {
  canvas?.toBlob((picture) => {
    if (picture !== null) saveBlob(picture, fileName)
  }, 'image/png')
}
