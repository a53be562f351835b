import { fileURLToPath } from 'node:url'
import { utilityProcess } from 'electron'
import type { EngineProcess } from '#core/jobs/freshProcess.ts'

/** The worker entry as a process of its own; Electron refuses to run itself as plain Node. */
export function startUtilityProcess(entry: URL): EngineProcess {
  const child = utilityProcess.fork(fileURLToPath(entry), [], { serviceName: 'Aurelius replay', stdio: 'ignore' })
  return {
    send: (request) => child.postMessage(request),
    onReply: (listener) => child.on('message', listener),
    onExit: (listener) => child.once('exit', (code) => listener(`it ended with code ${code}`)),
    kill: () => child.kill(),
  }
}
