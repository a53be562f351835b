import '@mantine/dropzone/styles.layer.css'
import { Stack, Text } from '@mantine/core'
import { Dropzone } from '@mantine/dropzone'
import { IconFileSpreadsheet } from '@tabler/icons-react'
import { useState } from 'react'

/** The application refuses larger files; better to say so before sending one. */
const LARGEST_FILE_BYTES = 1024 * 1024 * 1024

interface FileDropzoneProps {
  readonly isReading: boolean
  readonly onChoose: (file: File) => void
}

/** Where a file is dropped, or picked by click or Enter. */
export function FileDropzone({ isReading, onChoose }: FileDropzoneProps) {
  const [refusal, setRefusal] = useState<string | null>(null)
  return (
    <Stack gap="xs">
      <Dropzone
        data-autofocus
        multiple={false}
        maxSize={LARGEST_FILE_BYTES}
        loading={isReading}
        inputProps={{ 'aria-label': 'CSV or Parquet file' }}
        onDrop={([file]) => {
          setRefusal(null)
          if (file !== undefined) onChoose(file)
        }}
        onReject={() => setRefusal('Only one file of at most 1 GiB can be imported; split a longer one by date.')}
      >
        <Stack align="center" gap="xs" py="xl">
          <IconFileSpreadsheet size={32} stroke={1.4} aria-hidden />
          <Text>Drop a CSV or Parquet file here, or click to pick one</Text>
          <Text size="sm" c="dimmed" ta="center">
            Columns date or time, open, high, low, close and volume; one row a bar, oldest first; a column symbol makes a panel of several
            instruments
          </Text>
        </Stack>
      </Dropzone>
      {refusal !== null && (
        <Text role="alert" size="sm" c="var(--mantine-color-error)">
          {refusal}
        </Text>
      )}
    </Stack>
  )
}
