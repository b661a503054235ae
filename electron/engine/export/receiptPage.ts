import type { AccountSchema, Column, FieldRule, RowOutcome, SourceInfo } from '../../../shared/model.ts'
import { rowPlace } from '../../../shared/rowPlace.ts'
import { type Html, markup } from './markup.ts'
import { namedOutcomes, type NamedOutcome, type ReceiptContent } from './receiptContent.ts'
import { receiptStyle } from './receiptStyle.ts'
import {
  doneSentence,
  modeWords,
  namedTitles,
  number,
  outcomeWords,
  statusWords,
  undoWords,
} from './receiptWords.ts'

/** The receipt of a run as one page that can be printed or sent: no script, nothing from outside. Pure. */
export function receiptPage(content: ReceiptContent): string {
  const { receipt } = content
  const title = `Receipt of run ${receipt.id}: ${receipt.source} to ${receipt.service}`
  const page = markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${title}</title>
<style>${receiptStyle}</style>
</head>
<body>
<main>
${heading(content)}
${asked(content)}
${changed(content)}
${counts(content)}
${namedOutcomes.map((outcome) => namedRows(content, outcome))}
${undo(content)}
<footer><p>Written by Listferry on ${time(content.writtenAt)}.</p></footer>
</main>
</body>
</html>
`
  return page.text
}

function heading({ receipt, account }: ReceiptContent): Html {
  const practice = account.practice ? ' (practice account)' : ''
  const because = receipt.stoppedBecause === null ? '' : `: ${receipt.stoppedBecause}`
  return markup`<header>
<p class="brand">Listferry</p>
<h1>Receipt of run ${receipt.id}</h1>
<p class="lead"><bdi>${receipt.source}</bdi> to ${receipt.service} · <bdi>${receipt.connection}</bdi>${practice}</p>
<p class="status">${statusWords[receipt.status]}${because}</p>
</header>`
}

function asked({ receipt, summary, spec, schema, source, account }: ReceiptContent): Html {
  const until = receipt.endedAt === null ? '' : ` to ${time(receipt.endedAt)}`
  const into = receipt.audiences.join(', ') || 'no form, tag, sequence or list'
  const address = account.email === null ? '' : markup`, <bdi>${account.email}</bdi>`
  const rules = spec.mapping.fields.map((rule) => markup`<li>${ruleWords(rule, source.columns, schema)}</li>`)
  return markup`<section>
<h2>What was asked</h2>
<dl>
<dt>File</dt><dd><bdi>${source.name}</bdi>, ${number(source.rows)} rows, ${number(source.sizeBytes)} bytes</dd>
<dt>SHA-256 of the file</dt><dd class="hash">${source.sha256}</dd>
${filesOf(source)}<dt>Account</dt><dd>${receipt.service} · <bdi>${receipt.connection}</bdi> (<bdi>${account.name}</bdi>${address})</dd>
<dt>When</dt><dd>${time(receipt.startedAt)}${until}</dd>
<dt>Sent</dt><dd>${modeWords[summary.mode]}; ${number(receipt.requests)} requests</dd>
<dt>Into</dt><dd>${into}</dd>
<dt>Columns</dt><dd><ul>${rules}</ul></dd>
</dl>
</section>`
}

/** Where rows come from several files: each with how many, and its own hash. */
function filesOf({ parts }: SourceInfo): Html {
  if (parts === undefined) return markup``
  const items = parts.map(
    ({ name, rows, sha256 }) =>
      markup`<li><bdi>${name}</bdi>, ${number(rows)} rows <span class="hash">${sha256}</span></li>`,
  )
  return markup`<dt>Files</dt><dd><ul>${items}</ul></dd>
`
}

function ruleWords({ field, from }: FieldRule, columns: readonly Column[], schema: AccountSchema): Html {
  const label = schema.fields.find((one) => one.id === field)?.label ?? field
  return markup`<bdi>${originWords(from, columns)}</bdi> → <bdi>${label}</bdi>`
}

function originWords(from: FieldRule['from'], columns: readonly Column[]): string {
  const name = (index: number) => columns[index]?.name ?? `column ${index + 1}`
  if ('column' in from) return name(from.column)
  if ('constant' in from) return `the same for everyone: ${from.constant}`
  return from.template.map((part) => ('text' in part ? part.text : `{${name(part.column)}}`)).join('')
}

function changed({ done }: ReceiptContent): Html {
  return section('What changed', done.length === 0 ? ['Nothing was sent.'] : done.map(doneSentence))
}

function undo({ receipt, done }: ReceiptContent): Html {
  const words = undoWords(receipt, done)
  return words.length === 0 ? markup`` : section('How to take it back', words)
}

function section(title: string, items: readonly string[]): Html {
  return markup`<section>
<h2>${title}</h2>
<ul>${items.map((item) => markup`<li>${item}</li>`)}</ul>
</section>`
}

function counts({ receipt }: ReceiptContent): Html {
  const outcomes = (Object.keys(outcomeWords) as RowOutcome[]).filter(
    (outcome) => receipt.outcomes[outcome] > 0,
  )
  const rows = outcomes.map(
    (outcome) =>
      markup`<tr><td class="number">${number(receipt.outcomes[outcome])}</td><td>${outcomeWords[outcome]}</td></tr>\n`,
  )
  const sum = receipt.addsUp ? 'it adds up' : 'IT DOES NOT ADD UP, please report this'
  return markup`<section>
<h2>Every row, once</h2>
<table>
<tbody>${rows}</tbody>
<tfoot><tr><th class="number" scope="row">${number(receipt.rows)}</th><td>rows in the file; ${sum}</td></tr></tfoot>
</table>
</section>`
}

function namedRows({ named, receipt, source }: ReceiptContent, outcome: NamedOutcome): Html {
  const total = receipt.outcomes[outcome]
  const rows = named[outcome].map(
    ({ row, email, reason }) =>
      markup`<tr><td class="number">${number(row)}${placeOf(source, row)}</td><td><bdi>${email ?? ''}</bdi></td><td>${reason ?? ''}</td></tr>\n`,
  )
  if (rows.length === 0) return markup``
  const more = total - rows.length
  const rest =
    more > 0 ? markup`\n<p>And ${number(more)} more. Listferry's list of rejects names all of them.</p>` : ''
  return markup`<section>
<h2>${namedTitles[outcome]}: ${number(total)}</h2>
<table>
<thead><tr><th scope="col" class="number">Row</th><th scope="col">Address</th><th scope="col">Why</th></tr></thead>
<tbody>${rows}</tbody>
</table>${rest}
</section>`
}

/** Its file and its number there, where there are several. */
function placeOf({ parts }: SourceInfo, row: number): Html {
  const place = rowPlace(parts, row)
  return place === null
    ? markup``
    : markup` <small>(<bdi>${place.file}</bdi>, row ${number(place.row)})</small>`
}

/** `2026-11-20 09:00:00 UTC` */
function time(at: number): string {
  return `${new Date(at).toISOString().slice(0, 19).replace('T', ' ')} UTC`
}
