/** The look of a tear sheet, on screen and on A4 paper; no font or picture comes from elsewhere. */
export const TEAR_SHEET_STYLE = `
:root { color-scheme: light; }
* { box-sizing: border-box; }
body { max-width: 1000px; margin: 24px auto; padding: 0 20px; color: #1c2430; background: #fff;
  font: 13px/1.45 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; font-variant-numeric: tabular-nums; }
h1 { margin: 0 0 2px; font-size: 22px; }
h2 { margin: 22px 0 8px; padding-bottom: 3px; border-bottom: 1px solid #d5dbe4; font-size: 15px; }
h3 { margin: 14px 0 4px; font-size: 13px; }
.quiet { color: #566579; }
.notice { padding: 8px 12px; border-left: 3px solid #8a5300; background: #fdf6e9; }
.headline { display: grid; grid-template-columns: repeat(4, 1fr); gap: 12px 20px; margin-top: 16px; }
.headline div span { display: block; }
.headline .label { color: #566579; font-size: 11px; }
.headline .value { font-size: 19px; font-weight: 600; }
svg { display: block; width: 100%; height: auto; }
svg text { fill: #566579; font-size: 11px; }
svg .grid { stroke: #e4e9f0; }
svg path { fill: none; stroke-linejoin: round; }
svg .strategy { stroke: #2166ac; stroke-width: 1.6; }
svg .benchmark { stroke: #66758a; stroke-width: 1; }
svg .drawdown { stroke: #2166ac; stroke-width: 1; }
table { width: 100%; border-collapse: collapse; }
caption { text-align: left; color: #566579; }
th, td { padding: 3px 6px; border-bottom: 1px solid #e9edf3; text-align: right; vertical-align: top; }
th { font-weight: 500; }
thead th { color: #566579; }
.words { text-align: left; }
.hash { font-family: ui-monospace, Menlo, Consolas, monospace; font-size: 11px; overflow-wrap: anywhere; }
.months td { font-size: 11px; }
@page { size: A4; margin: 14mm; }
@media print {
  body { max-width: none; margin: 0; padding: 0; font-size: 11px; }
  h2, h3 { break-after: avoid; }
  tr, svg, .headline { break-inside: avoid; }
  thead { display: table-header-group; }
  * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
`
