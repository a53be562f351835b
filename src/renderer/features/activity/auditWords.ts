/** What a noun of the log is called on screen, and the page that shows one of it. */
export const AUDIT_NOUNS: readonly { readonly noun: string; readonly name: string }[] = [
  { noun: 'strategy', name: 'Strategies' },
  { noun: 'dataset', name: 'Datasets' },
  { noun: 'backtest', name: 'Backtests' },
  { noun: 'sweep', name: 'Sweeps' },
  { noun: 'validation', name: 'Validations' },
  { noun: 'robustness', name: 'Robustness tests' },
  { noun: 'pipeline', name: 'Pipelines' },
  { noun: 'improvement', name: 'Improvements' },
  { noun: 'gate', name: 'Gates' },
  { noun: 'policy', name: 'Policies' },
  { noun: 'role', name: 'Roles' },
  { noun: 'approval', name: 'Approvals' },
  { noun: 'waiver', name: 'Waivers' },
  { noun: 'review', name: 'Reviews' },
  { noun: 'holdout', name: 'Holdouts' },
  { noun: 'evidence', name: 'Evidence' },
  { noun: 'database', name: 'Databases' },
]

/** "strategy.update" -> "Strategy: update". */
export function actionWords(action: string): string {
  const [noun = '', ...verbs] = action.split('.')
  return `${noun.charAt(0).toUpperCase()}${noun.slice(1)}: ${verbs.join(' ')}`
}

const PAGES: Readonly<Record<string, string>> = {
  strategy: '/strategies',
  backtest: '/backtests',
  validation: '/validations',
  sweep: '/sweeps',
  pipeline: '/pipelines',
}

/** Where the object of a row is shown; null for one that has no page of its own. */
export function objectPage(objectType: string, objectId: string): string | null {
  const page = PAGES[objectType]
  return page === undefined ? null : `${page}/${objectId}`
}

/** The payload laid out for reading; as it is when it is no JSON. */
export function payloadText(payload: string): string {
  try {
    return JSON.stringify(JSON.parse(payload), null, 2)
  } catch {
    return payload
  }
}
