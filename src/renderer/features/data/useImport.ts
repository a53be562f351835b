import { notifications } from '@mantine/notifications'
import { keepPreviousData, skipToken, useMutation, useQuery } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import type { Dataset } from '#shared/domain/dataset.ts'
import type { Reading } from '#shared/domain/fileReading.ts'
import { useApi, useClient } from '../../api/ApiProvider.tsx'
import { formatCount } from '../../format/figures.ts'
import { adjustedOf, EMPTY_FORM, FOUND_READING, type ImportForm, nameFromFile } from './importForm.ts'
import { uploadFile } from './uploadFile.ts'

interface ChosenFile {
  readonly fileName: string
  readonly uploadId: string
}

interface ImportEnds {
  readonly onClose: () => void
  /** Called once the dataset is stored. */
  readonly onImported: () => Promise<unknown>
}

/** One piece of long work with its share done; starting another, or `stop`, gives it up. */
function useWatchedWork() {
  const [fraction, setFraction] = useState<number | null>(null)
  const running = useRef<AbortController | null>(null)
  const stop = () => running.current?.abort()
  const run = async <Result>(work: (signal: AbortSignal, onProgress: (share: number) => void) => Promise<Result>): Promise<Result> => {
    stop()
    const abort = new AbortController()
    running.current = abort
    setFraction(0)
    try {
      return await work(abort.signal, setFraction)
    } finally {
      setFraction(null)
    }
  }
  return { fraction, run, stop }
}

/** The way of a file into the database: sent, looked at as often as the reading changes, stored. */
export function useImport({ onClose, onImported }: ImportEnds) {
  const api = useApi()
  const client = useClient()
  const work = useWatchedWork()
  const [chosen, setChosen] = useState<ChosenFile | null>(null)
  const [form, setForm] = useState<ImportForm>(EMPTY_FORM)
  const [reading, setReading] = useState<Reading>(FOUND_READING)
  const preview = useQuery(
    api.datasets.previewUpload.queryOptions({
      input: chosen === null ? skipToken : { uploadId: chosen.uploadId, reading },
      placeholderData: keepPreviousData,
      staleTime: Number.POSITIVE_INFINITY,
      gcTime: 0,
      retry: false,
    }),
  )
  const upload = useMutation({
    mutationFn: (file: File) => work.run((signal, onProgress) => uploadFile(client, file, { signal, onProgress })),
    onSuccess: (uploadId, file) => {
      setForm({ ...EMPTY_FORM, name: nameFromFile(file.name) })
      setReading(FOUND_READING)
      setChosen({ fileName: file.name, uploadId })
    },
  })
  const store = useMutation({
    mutationFn: ({ fileName, uploadId }: ChosenFile) =>
      work.run(async (signal, onProgress): Promise<Dataset> => {
        const { adjusted, source, ...facts } = form
        const request = { ...facts, uploadId, reading, source: source || fileName, adjusted: adjustedOf(adjusted) }
        for await (const event of await client.datasets.importUpload(request, { signal })) {
          if (event.kind === 'stored') return event.dataset
          onProgress(event.fraction)
        }
        throw new Error('The import ended without an answer. Import the file again.')
      }),
    onSuccess: async (dataset) => {
      await onImported()
      notifications.show({ message: `Imported ${formatCount(dataset.barCount)} bars as ${dataset.name}` })
      close()
    },
  })
  /** Back to the beginning; a file that was sent is forgotten. */
  const start = () => {
    work.stop()
    if (chosen !== null) void client.datasets.closeUpload({ uploadId: chosen.uploadId }).catch(() => undefined)
    setChosen(null)
    upload.reset()
    store.reset()
  }
  const close = () => {
    start()
    onClose()
  }
  return { chosen, form, setForm, reading, setReading, preview, upload, store, work, start, close }
}
