import { app, choice, seen } from './electronStub.ts'

/** Boots the built main process; its window and a helper crash, and then it fails itself. */
async function drive(mainFile: string): Promise<unknown> {
  await import(mainFile)
  await until(() => seen.menu.length > 0)
  const [window] = seen.windows
  if (window === undefined) throw new Error('No window was opened')
  app.emit('child-process-gone', {}, { type: 'GPU', reason: 'crashed', exitCode: 9 })
  choice.answers.push(0)
  window.webContents.emit('render-process-gone', {}, { reason: 'oom', exitCode: 5 })
  await until(() => window.reloads === 1)
  window.webContents.emit('render-process-gone', {}, { reason: 'clean-exit', exitCode: 0 })
  const questions = [...seen.questions]
  process.emit('uncaughtException', new Error('the heap of the main process is a mess'))
  return { questions, errorBoxes: seen.errorBoxes, exitCode: seen.exitCode }
}

async function until(isDone: () => boolean): Promise<void> {
  while (!isDone()) await new Promise((resolve) => setTimeout(resolve, 10))
}

const report = await drive(process.env['AURELIUS_TEST_MAIN'] ?? '')
process.stdout.write(`\nREPORT ${JSON.stringify(report)}\n`)
process.exit(0)
