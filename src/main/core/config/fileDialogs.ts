/** The system's own dialogs for files. Each answers an absolute path; null = the person changed their mind. */
export interface FileDialogs {
  /** For a file that is to be made. */
  chooseNew(suggestedName: string): Promise<string | null>
  chooseExisting(): Promise<string | null>
}
