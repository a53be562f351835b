import { notifications } from '@mantine/notifications'
import { saveBlob } from '../components/saveBlob.ts'
import { showError } from '../components/showError.ts'

/** A chart as it stands; null before it is drawn. */
export type TakePicture = () => HTMLCanvasElement | null | Promise<HTMLCanvasElement | null>

const PNG = 'image/png'

async function keep(take: TakePicture, failure: string, put: (picture: Blob) => Promise<unknown>): Promise<void> {
  try {
    const canvas = await take()
    const picture = canvas && (await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, PNG)))
    if (picture !== null) await put(picture)
  } catch (error) {
    showError(error, failure)
  }
}

/** Keeps a drawn chart as a file; does nothing before there is a picture. */
export function savePicture(take: TakePicture, fileName: string): Promise<void> {
  return keep(take, 'The picture was not saved', (picture) => saveBlob(picture, fileName))
}

/** Puts a drawn chart on the clipboard and says so; does nothing before there is a picture. */
export function copyPicture(take: TakePicture): Promise<void> {
  return keep(take, 'The picture was not copied', async (picture) => {
    await navigator.clipboard.write([new ClipboardItem({ [PNG]: picture })])
    notifications.show({ message: 'Copied the chart as a picture' })
  })
}
