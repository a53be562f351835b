import { notifications } from '@mantine/notifications'
import { readError } from '../api/readError.ts'
import { saveBlob } from '../components/saveBlob.ts'

const sayWhy = (error: unknown) =>
  notifications.show({ color: 'red', title: 'The picture was not saved', message: readError(error).message })

/** Keeps a drawn chart as a file; does nothing before there is a picture. */
export function savePng(canvas: HTMLCanvasElement | null, fileName: string): void {
  canvas?.toBlob((picture) => {
    if (picture !== null) void saveBlob(picture, fileName).catch(sayWhy)
  }, 'image/png')
}
