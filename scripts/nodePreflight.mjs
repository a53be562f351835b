import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const [LEAST_MAJOR, LEAST_MINOR] = [22, 12]
const bundledNode = fileURLToPath(new URL('../node_modules/.bin/node', import.meta.url))

function isRecentEnough(version) {
  const [major, minor] = version.split('.').map(Number)
  return major > LEAST_MAJOR || (major === LEAST_MAJOR && minor >= LEAST_MINOR)
}

/** Runs a program in this terminal, passes signals on and ends as it ends. */
export function runInstead(program, args, options = {}) {
  return new Promise((done, fail) => {
    const child = spawn(program, args, { stdio: 'inherit', ...options })
    const forward = (signal) => child.kill(signal)
    for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, forward)
    child.on('error', fail)
    child.on('exit', (code, signal) => {
      for (const forwarded of ['SIGINT', 'SIGTERM']) process.off(forwarded, forward)
      done(code ?? (signal === 'SIGINT' ? 130 : 143))
    })
  })
}

/**
 * Makes sure the rest runs on a Node that can. On an older one the Node that npm installed takes over; without it, one
 * clear line ends the program. Resolves only when this process may go on.
 */
export async function requireRecentNode(script) {
  if (isRecentEnough(process.versions.node)) return
  if (existsSync(bundledNode)) process.exit(await runInstead(bundledNode, [script, ...process.argv.slice(2)]))
  console.error(
    `Aurelius needs Node ${LEAST_MAJOR}.${LEAST_MINOR} or newer; this is ${process.version}. Install a newer Node, or run \`npm ci\` again.`,
  )
  process.exit(1)
}
