import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { choice, type MenuItem, seen } from './electronStub.ts'

/** Boots the built main process and asks for updates from its menu, once with each of the answers it is given. */
async function drive(mainFile: string): Promise<unknown> {
  const resourcesPath = process.env['AURELIUS_TEST_FEED'] ?? ''
  Object.defineProperty(process, 'resourcesPath', { value: resourcesPath })
  const [atStart = [], ...rounds] = JSON.parse(process.env['AURELIUS_TEST_ANSWERS'] ?? '[]') as number[][]
  choice.answers.push(...atStart)
  await import(mainFile)
  const quietly = await checkEnded(1)
  const asked = []
  for (const answers of rounds) {
    choice.answers.push(...answers)
    checkForUpdates().click?.()
    asked.push(await checkEnded(asked.length + 2))
  }
  const [window] = seen.windows
  window?.close()
  await until(() => seen.exitCode !== null)
  return { atStart: quietly, asked, exitCode: seen.exitCode }
}

async function until(isDone: () => boolean): Promise<void> {
  while (!isDone()) await new Promise((resolve) => setTimeout(resolve, 10))
}

const logFile = join(process.argv[process.argv.indexOf('--data-dir') + 1] ?? '', 'logs', 'main.log')
const countEnds = () => (existsSync(logFile) ? readFileSync(logFile, 'utf8').split('the check for updates has ended').length - 1 : 0)
const endsBefore = countEnds()

/** What was asked of the network and of the person until so many checks of this launch had ended, as the log tells. */
async function checkEnded(times: number): Promise<{ requests: unknown[]; questions: string[] }> {
  await until(() => countEnds() >= endsBefore + times)
  return { requests: seen.requests.splice(0), questions: seen.questions.splice(0) }
}

function checkForUpdates(): MenuItem {
  const help = seen.menu.find(({ role }) => role === 'help')
  const item = help?.submenu?.find(({ label }) => label === 'Check for Updates…')
  if (item === undefined) throw new Error('The menu has no item for updates')
  return item
}

const report = await drive(process.env['AURELIUS_TEST_MAIN'] ?? '')
process.stdout.write(`\nREPORT ${JSON.stringify(report)}\n`)
process.exit(0)
