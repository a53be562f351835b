/** Hands a file to the browser's downloads under the given name. */
export function saveBlob(blob: Blob, fileName: string): void {
  const url = URL.createObjectURL(blob)
  const link = document.createElement('a')
  link.href = url
  link.download = fileName
  link.click()
  // The download reads the URL after the click returns; revoking at once would empty the file in some browsers.
  setTimeout(() => URL.revokeObjectURL(url), 10_000)
}
