import { choice, type MenuItem, seen } from './electronStub.ts'

/** Boots the built main process and asks for updates from its menu, once with each of the answers it is given. */
async function drive(mainFile: string): Promise<unknown> {
  const resourcesPath = process.env['AURELIUS_TEST_FEED'] ?? ''
  Object.defineProperty(process, 'resourcesPath', { value: resourcesPath })
  await import(mainFile)
  await until(() => seen.menu.length > 0)
  const [window] = seen.windows
  const [quietly] = JSON.parse(process.env['AURELIUS_TEST_ANSWERS'] ?? '[[]]') as number[][]
  const rounds = (JSON.parse(process.env['AURELIUS_TEST_ANSWERS'] ?? '[]') as number[][]).slice(1)
  choice.answers.push(...(quietly ?? []))
  const atStart = await settled()
  const asked = []
  for (const answers of rounds) {
    choice.answers.push(...answers)
    checkForUpdates().click?.()
    await until(() => seen.questions.length > 0)
    asked.push(await settled())
  }
  window?.close()
  await until(() => seen.exitCode !== null)
  return { atStart, asked, exitCode: seen.exitCode }
}

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

async function until(isDone: () => boolean): Promise<void> {
  while (!isDone()) await wait(10)
}

/** What was asked of the network and of the person since the last time, once both have been still for a while. */
async function settled(): Promise<{ requests: unknown[]; questions: string[] }> {
  let known = -1
  while (known !== seen.requests.length + seen.questions.length) {
    known = seen.requests.length + seen.questions.length
    await wait(400)
  }
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
