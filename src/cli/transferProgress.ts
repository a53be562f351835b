import { readOsUser } from '#core/config/osUser.ts'
import type { TransferOptions, TransferProgress } from '#core/services/transferService.ts'
import type { Terminal } from './terminal.ts'

const UNITS = ['B', 'kB', 'MB', 'GB', 'TB']

/** 1,000 bytes are 1.0 kB. */
export function formatBytes(bytes: number): string {
  const power = bytes < 1 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log10(bytes) / 3))
  return `${(bytes / 1000 ** power).toFixed(power === 0 ? 0 : 1)} ${UNITS[power]}`
}

/** What is being done, how far it is, how fast, and for how long yet. */
export function describeProgress(progress: TransferProgress): string {
  const { stage, table, tableRows, tableRowsTotal, bytes, bytesTotal, bytesPerSecond, secondsLeft } = progress
  return [
    `${stage === 'copying' ? 'Copying' : 'Verifying'} ${table.replaceAll('_', ' ')}`,
    `${tableRows}/${tableRowsTotal} rows`,
    `${formatBytes(bytes)} of ${formatBytes(bytesTotal)}`,
    ...(bytesPerSecond === null ? [] : [`${formatBytes(bytesPerSecond)}/s`]),
    ...(secondsLeft === null ? [] : [`${Math.ceil(secondsLeft)} s left`]),
  ].join('  ')
}

/** Shows how far a transfer is while a person is watching; Ctrl-C stops it at the next batch. */
export async function watchTransfer<Result>(
  terminal: Terminal,
  appVersion: string,
  work: (options: TransferOptions) => Promise<Result>,
): Promise<Result> {
  const stop = new AbortController()
  const cancel = () => stop.abort()
  process.once('SIGINT', cancel)
  try {
    const onProgress = (progress: TransferProgress) => terminal.showStatus(describeProgress(progress))
    return await work({ appVersion, osUser: readOsUser(), host: 'cli', now: Date.now, signal: stop.signal, onProgress })
  } finally {
    terminal.showStatus('')
    process.off('SIGINT', cancel)
  }
}
