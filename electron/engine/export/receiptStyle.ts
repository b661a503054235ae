import { Html } from './markup.ts'

/** Light whatever the reader's system says, since it is made for paper. */
export const receiptStyle = new Html(`
@page { size: A4; margin: 18mm 16mm; }
:root { color-scheme: light; }
* { box-sizing: border-box; }
body { margin: 0; background: #fff; color: #1f1d1a; font: 15px/1.5 system-ui, 'Segoe UI', Helvetica, Arial, sans-serif; }
main { max-width: 46rem; margin: 0 auto; padding: 2rem 1.25rem; }
h1 { font-size: 1.6rem; line-height: 1.2; margin: 0 0 .25rem; }
h2 { font-size: 1.1rem; margin: 2rem 0 .5rem; break-after: avoid; }
p, ul, dl { margin: .25rem 0; }
ul { padding-left: 1.2rem; }
.brand { color: #6b645b; margin: 0 0 .5rem; }
.lead { font-size: 1.1rem; }
.status { border-left: 3px solid #1d7a72; padding-left: .6rem; margin-top: .75rem; }
dl { display: grid; grid-template-columns: minmax(8rem, auto) 1fr; gap: .25rem 1rem; }
dt { color: #6b645b; }
dd { margin: 0; overflow-wrap: anywhere; }
dd ul { margin: 0; padding: 0; list-style: none; }
.hash { font-family: ui-monospace, Menlo, Consolas, monospace; font-size: .85rem; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
th, td { text-align: left; vertical-align: top; padding: .25rem .5rem; border-bottom: 1px solid #e4dfd7; overflow-wrap: anywhere; }
thead { display: table-header-group; }
tr { break-inside: avoid; }
th { font-weight: 600; }
tfoot th, tfoot td { border-bottom: 0; border-top: 2px solid #1f1d1a; }
.number { text-align: right; white-space: nowrap; width: 6rem; }
footer { margin-top: 2.5rem; color: #6b645b; font-size: .85rem; }
@media print { body { font-size: 10.5pt; } main { max-width: none; padding: 0; } }
`)
