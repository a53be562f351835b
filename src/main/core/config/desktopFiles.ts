/** A file on its way out of the window. */
export interface DraggedFile {
  /** Without folders. */
  readonly fileName: string
  readonly contents: AsyncIterable<string | Uint8Array>
}

/** What a desktop window does with documents that a page in a browser cannot. */
export interface DesktopFiles {
  /** The bytes of a PDF of a document that needs nothing beside itself. */
  printPdf(html: string): Promise<Uint8Array>
  /** Lets the person drop the file on another program, from where the pointer is now. */
  dragOut(file: DraggedFile): Promise<void>
}
