import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { ROOT } from './builtApp.ts'

const BUILT = join(ROOT, 'out/renderer')
/** Static imports; those with a parenthesis are loaded later. */
const IMPORT = /(?:from|import)\s*["'`]\.\/([\w.-]+\.js)["'`]/g
const PAGE = /^(\w+Page)-[\w-]+\.js$/

export interface ScriptSizes {
  /** What the window loads before it shows the Overview, in bytes of gzip. */
  readonly initialGzipBytes: number
  /** What each other page needs beyond that. */
  readonly pageGzipBytes: Readonly<Record<string, number>>
}

/** JavaScript of the built window by the imports that its files state. */
export async function measureScripts(): Promise<ScriptSizes> {
  const html = await readFile(join(BUILT, 'index.html'), 'utf8')
  const initial = new Set<string>()
  for (const [, file] of html.matchAll(/(?:src|href)="\/assets\/([\w.-]+\.js)"/g)) await addWithImports(initial, file!)
  const pages = (await readdir(join(BUILT, 'assets'))).filter((file) => PAGE.test(file)).toSorted()
  const pageGzipBytes: Record<string, number> = {}
  for (const file of pages) {
    const needed = await addWithImports(new Set(), file)
    pageGzipBytes[PAGE.exec(file)![1]!] = await gzipBytes([...needed].filter((each) => !initial.has(each)))
  }
  return { initialGzipBytes: await gzipBytes([...initial]), pageGzipBytes }
}

async function addWithImports(files: Set<string>, file: string): Promise<Set<string>> {
  if (files.has(file)) return files
  files.add(file)
  const text = await readFile(join(BUILT, 'assets', file), 'utf8')
  for (const [, imported] of text.matchAll(IMPORT)) await addWithImports(files, imported!)
  return files
}

async function gzipBytes(files: readonly string[]): Promise<number> {
  const contents = await Promise.all(files.map((file) => readFile(join(BUILT, 'assets', file))))
  return contents.reduce((total, content) => total + gzipSync(content, { level: 9 }).length, 0)
}
