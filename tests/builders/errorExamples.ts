import type { ErrorCode } from '#shared/domain/appError.ts'

interface ErrorExample {
  /** Heading of the notice in the window. */
  readonly title: string
  /** The whole text of one error of this code as people meet it: what happened, why, what to do. */
  readonly text: string
  /** The part that says what to do next. */
  readonly next: string
}

const ID = '01890000-0000-7000-8000-00000000dead'

/** One real error for each code; tests/cli/errorTexts.test.ts provokes them all. Ids, ports and folders are those named here. */
export const ERROR_EXAMPLES: Readonly<Record<ErrorCode, ErrorExample>> = {
  invalid_input: {
    title: 'The input was not accepted',
    text: 'Say where to begin: either --goal "<words>" or --strategy <id>.',
    next: 'either --goal "<words>" or --strategy <id>',
  },
  data_invalid: {
    title: 'The data was not accepted',
    text: 'line 2, column close: "x" is not a number. Correct the file and try again.',
    next: 'Correct the file and try again.',
  },
  data_out_of_range: {
    title: 'The dates lie outside the data',
    text: 'start_date: 1980-01-01 is outside the data: the data run from 2000-01-03 to 2020-04-17; choose dates within them',
    next: 'choose dates within them',
  },
  too_large: {
    title: 'This is too large',
    text: 'The request is larger than this host accepts. Send less at once.',
    next: 'Send less at once.',
  },
  not_found: {
    title: 'Not found',
    text: `Strategy ${ID} does not exist (any more). Reload the list and choose another.`,
    next: 'Reload the list and choose another.',
  },
  conflict: {
    title: 'This conflicts with what is stored',
    text: 'FOLDER/there.sqlite exists already, and a backup never overwrites. Choose another name.',
    next: 'Choose another name.',
  },
  invalid_transition: {
    title: 'Not possible in this state',
    text: 'No gate has failed version 1 of "Trend following 20/100 SMA, long only". Run the gates first; what they find is what is answered.',
    next: 'Run the gates first',
  },
  unauthorised: {
    title: 'Not allowed',
    text: 'The launch token is missing or from an earlier start. Open the address that Aurelius printed when it started.',
    next: 'Open the address that Aurelius printed when it started.',
  },
  forbidden: {
    title: 'Not allowed',
    text: 'Pages of other sites may not call Aurelius. Open the address that it printed when it started.',
    next: 'Open the address that it printed when it started.',
  },
  database_unreachable: {
    title: 'The database cannot be reached',
    text: 'No answer from 127.0.0.1:1/x. Check that the server runs, that host and port are right, and that no firewall is in between.',
    next: 'Check that the server runs, that host and port are right, and that no firewall is in between.',
  },
  database_login_failed: {
    title: 'The database refused the login',
    text: '127.0.0.1:PORT/postgres refused the login. Check user name and password.',
    next: 'Check user name and password.',
  },
  database_locked: {
    title: 'The database is locked',
    text: 'desk.sqlite is locked by another program. Close it or wait a moment, then try again.',
    next: 'Close it or wait a moment, then try again.',
  },
  database_read_only: {
    title: 'The database is read-only',
    text: 'desk.sqlite can only be read. Give this user the right to write the file and its folder, or open another database.',
    next: 'Give this user the right to write the file and its folder, or open another database.',
  },
  database_corrupt: {
    title: 'The database file is damaged',
    text: 'garbage.sqlite is damaged or not a database. Restore a backup, or choose another file.',
    next: 'Restore a backup, or choose another file.',
  },
  database_newer: {
    title: 'The database is newer than this app',
    text: 'newer.sqlite was written by a newer version of Aurelius. Update this one, or open another database; it can still be opened read-only.',
    next: 'Update this one, or open another database',
  },
  database_full: {
    title: 'No space left for the database',
    text: 'No space left for desk.sqlite. Free some disk space and try again; nothing half-done was kept.',
    next: 'Free some disk space and try again',
  },
  migration_required: {
    title: 'The database needs a migration',
    text: 'desk.sqlite lacks tables this version needs. Run "aurelius db migrate".',
    next: 'Run "aurelius db migrate".',
  },
  cancelled: {
    title: 'Cancelled',
    text: 'The run was cancelled, and nothing of it was kept. Start it again when you need it.',
    next: 'Start it again when you need it.',
  },
  run_failed: {
    title: 'The run failed',
    text: '/dev/null/x.csv cannot be written (ENOTDIR); check the path, its rights and the space left',
    next: 'check the path, its rights and the space left',
  },
  unavailable: {
    title: 'Aurelius cannot be reached',
    text: 'Port PORT cannot be used: another program is using it. Choose another with --port, or leave the flag out.',
    next: 'Choose another with --port, or leave the flag out.',
  },
  internal: {
    title: 'Something went wrong',
    text: 'Something went wrong inside Aurelius. The log holds the details; try again.',
    next: 'try again',
  },
}
