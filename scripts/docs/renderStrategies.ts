import { COLUMNS, signature } from '#engine/expression/compileExpression.ts'
import { FUNCTIONS } from '#engine/expression/functions.ts'
import { SWEEP_SETTINGS } from '#engine/sweep/settingAxes.ts'
import type { ParameterDescriptor, StrategyDescriptor } from '#shared/domain/strategyType.ts'

const HEAD = `# Strategies

Written by \`npm run docs:strategies\` from the descriptions in \`src/engine/strategies\`; change them there.

A strategy stands in a specification file as

\`\`\`json
{ "strategy": { "type": "trend_following", "parameters": { "fast": 10, "slow": 20 } } }
\`\`\`

A parameter that is left out takes its default; an unknown name, a value out of bounds and a contradiction are errors that name the field. Fractions are fractions (0.15, not 15). Every decision at a bar uses that bar's close and what came before it, and fills at the next open unless \`execution.fill\` says otherwise.
`

const PANELS = `## Panels

A family that runs on a panel takes a CSV file with a \`symbol\` column (rows by time or by symbol) and, for \`carry\`, a \`carry\` column: annual carry as a fraction, empty where it is not known. Symbols may start late, end early and miss bars.

- The calendar is every instant at which any symbol has a bar. A symbol without a bar is marked at its last known close, and an order for it waits for its next bar; what is held when its data end stays open at that last close.
- Weights are signed multiples of equity after the deciding bar's fills; units are counted at the deciding bar's close. Fills happen in the order of symbols. The whole book is scaled down to \`execution.max_leverage\`.
- At every bar cash + the sum of units * last known close = equity.

\`aurelius datasets synthetic --out synthetic.csv\` writes a made-up universe of cointegrated pairs with regimes and a carry column, whose symbols are called SYNTHETIC01 and so on; \`aurelius run --spec spec.json --data synthetic.csv --out results\` runs a panel strategy on it.
`

/** docs/strategies.md, whole. */
export function renderStrategies(descriptors: readonly StrategyDescriptor[]): string {
  const overview = table(
    ['Type', 'Runs on', 'In short'],
    descriptors.map(({ type, title, universe, summary }) => [
      `[\`${type}\`](#${anchor(title)})`,
      universe === 'panel' ? 'a panel' : 'one instrument',
      summary,
    ]),
  )
  return [HEAD, overview, ...descriptors.map(renderFamily), renderSettings(), PANELS, renderLanguage()].join('\n')
}

function renderFamily({ type, title, summary, rule, universe, parameters }: StrategyDescriptor): string {
  const rows = parameters.map((parameter) => [
    `\`${parameter.name}\``,
    helpOf(parameter),
    parameter.unit,
    valuesOf(parameter),
    defaultOf(parameter),
    sweepOf(parameter),
  ])
  return [
    `## ${title}\n`,
    `\`${type}\`, on ${universe === 'panel' ? 'a panel of several instruments' : 'one instrument'}. ${summary}\n`,
    `${rule}\n`,
    table(['Parameter', 'Meaning', 'Unit', 'Values', 'Default', 'Sweep'], rows),
  ].join('\n')
}

/** What a sweep can vary beside the parameters. */
function renderSettings(): string {
  const rows = SWEEP_SETTINGS.map((setting) => [`\`${setting.name}\``, setting.help, setting.unit, valuesOf(setting), sweepOf(setting)])
  return `## Settings a sweep can vary

Beside the parameters above a sweep takes these settings of the run as axes; \`none\` in a list of values switches a stop or target off (\`stop_loss=none,0.05,0.1\`).

${table(['Setting', 'Meaning', 'Unit', 'Values', 'Sweep'], rows)}`
}

function helpOf({ help, appliesWhen }: ParameterDescriptor): string {
  const idle = Object.entries(appliesWhen ?? {}).map(([name, choice]) => ` Only with \`${name}\` \`${choice}\`.`)
  return `${help}${idle.join('')}`
}

function valuesOf(parameter: ParameterDescriptor): string {
  switch (parameter.kind) {
    case 'integer':
    case 'number':
      return `${parameter.min} to ${parameter.max}, step ${parameter.step}`
    case 'choice':
      return parameter.choices.map(({ value, label }) => `\`${value}\` (${label})`).join(', ')
    case 'boolean':
      return '`true`, `false`'
    case 'text':
      return `text of at most ${parameter.maxLength} characters`
  }
}

/** The range a sweep starts from, as it is typed; choices are swept whole. */
function sweepOf(parameter: ParameterDescriptor): string {
  if (parameter.kind === 'choice') return 'all'
  if (parameter.kind === 'boolean') return 'both'
  if (parameter.kind === 'text' || parameter.sweep === null) return ''
  return `\`${parameter.sweep.from}:${parameter.sweep.to}:${parameter.sweep.step}\``
}

function defaultOf({ default: value }: ParameterDescriptor): string {
  return value === '' ? '(empty)' : `\`${value}\``
}

function renderLanguage(): string {
  const rows = Object.entries(FUNCTIONS).map(([name, { result, help }]) => [
    `\`${signature(name)}\``,
    result === 'condition' ? 'condition' : 'number',
    help,
  ])
  return `## The rules language

\`\`\`json
{
  "strategy": {
    "type": "rules",
    "parameters": {
      "entry": "crossover(sma(close, fast), sma(close, slow)) and rsi(14) < 60",
      "exit": "crossunder(sma(close, fast), sma(close, slow))",
      "params": { "fast": 10, "slow": 20 }
    }
  }
}
\`\`\`

- Columns: ${COLUMNS.map((column) => `\`${column}\``).join(', ')}. Numbers under \`params\` stand in the rules by their name; elsewhere they are called \`params.fast\`.
- Operators, loosest first: \`or\`; \`and\`; \`not\`; \`<\` \`<=\` \`>\` \`>=\` \`==\` \`!=\` (not chained); \`+\` \`-\`; \`*\` \`/\`; \`-x\`; \`x[n]\`, the value n bars ago.
- Lengths (\`n\`) are whole numbers known before the run. Nothing can look ahead.
- Where the first argument is called \`x\` it may be left out and is then the close: \`sma(20)\`, \`rsi(14)\`.
- A value that does not exist (warm-up, a quotient by zero, an unknown volume) is not known. A condition that is not known does not hold; \`and\`, \`or\` and \`not\` follow three-valued logic. After a gap an indicator starts afresh.
- The first decision falls one bar after the last indicator exists. An entry goes before an exit; both entries at once cancel out.
- Errors name line, column and what was expected.

${table(['Function', 'Gives', 'Meaning'], rows)}`
}

/** What a heading is called in a link. */
const anchor = (title: string) =>
  title
    .toLowerCase()
    .replaceAll(/[^a-z0-9 -]/g, '')
    .replaceAll(' ', '-')

function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
  return `${[line(header), line(header.map(() => '---')), ...rows.map(line)].join('\n')}\n`
}
