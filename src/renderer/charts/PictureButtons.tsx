import { IconCopy, IconPhotoDown } from '@tabler/icons-react'
import { IconButton } from '../components/IconButton.tsx'
import { copyPicture, savePicture, type TakePicture } from './keepPicture.ts'

interface PictureButtonsProps {
  readonly take: TakePicture
  readonly fileName: string
  /** While the chart is shown as a table there is nothing to take. */
  readonly disabled?: boolean
}

/** A chart as a picture, in a file or on the clipboard: the same two buttons beside every chart. */
export function PictureButtons({ take, fileName, disabled = false }: PictureButtonsProps) {
  return (
    <>
      <IconButton label="Save chart as PNG" disabled={disabled} onClick={() => void savePicture(take, fileName)}>
        <IconPhotoDown size={18} />
      </IconButton>
      <IconButton label="Copy chart as picture" disabled={disabled} onClick={() => void copyPicture(take)}>
        <IconCopy size={18} />
      </IconButton>
    </>
  )
}
