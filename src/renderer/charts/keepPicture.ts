import { notifications } from '@mantine/notifications'
import { readError } from '../api/readError.ts'
import { saveBlob } from '../components/saveBlob.ts'

/** A chart as it stands; null before it is drawn. */
export type TakePicture = () => HTMLCanvasElement | null | Promise<HTMLCanvasElement | null>

const PNG = 'image/png'

const sayWhy = (title: string) => (error: unknown) => notifications.show({ color: 'red', title, message: readError(error).message })

async function pngOf(take: TakePicture): Promise<Blob | null> {
  const canvas = await take()
  return canvas === null ? null : new Promise((resolve) => canvas.toBlob(resolve, PNG))
}

/** Keeps a drawn chart as a file; does nothing before there is a picture. */
export async function savePicture(take: TakePicture, fileName: string): Promise<void> {
  const picture = await pngOf(take)
  if (picture !== null) await saveBlob(picture, fileName).catch(sayWhy('The picture was not saved'))
}

/** Puts a drawn chart on the clipboard and says so; does nothing before there is a picture. */
export async function copyPicture(take: TakePicture): Promise<void> {
  const picture = await pngOf(take)
  if (picture === null) return
  await navigator.clipboard
    .write([new ClipboardItem({ [PNG]: picture })])
    .then(() => notifications.show({ message: 'Copied the chart as a picture' }))
    .catch(sayWhy('The picture was not copied'))
}
