import { parseLaunchFlags } from '#core/config/launchFlags.ts'
import { ERROR_CODES, isAppError } from '#shared/domain/appError.ts'
import { serveApplication } from './serveApplication.ts'

try {
  await serveApplication(parseLaunchFlags(process.argv.slice(2)))
  process.exit(0)
} catch (error) {
  console.error(isAppError(error) ? error.message : error)
  process.exit(isAppError(error) ? ERROR_CODES[error.code].exitCode : 1)
}
