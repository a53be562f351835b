/** Text that is safe to stand in HTML, made by `html` alone. */
export interface Html {
  readonly markup: string
}

type Part = string | number | Html | readonly Html[]

/**
 * HTML from a template: every value is escaped unless it is HTML itself, so that no name or description can become
 * markup. A list stands as its items one after the other.
 */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  const markup = strings.reduce((text, string, index) => text + markupOf(parts[index - 1] ?? '') + string)
  return { markup }
}

function markupOf(part: Part): string {
  if (typeof part === 'string') return escapeHtml(part)
  if (typeof part === 'number') return String(part)
  return 'markup' in part ? part.markup : part.map(({ markup }) => markup).join('')
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character)
}
