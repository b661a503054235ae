const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** Text that is markup already. */
export class Html {
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
}

type Part = string | number | Html | readonly Part[]

/** Markup around values, every one of them escaped unless it is markup itself. */
export function markup(strings: TemplateStringsArray, ...values: readonly Part[]): Html {
  return new Html(strings.map((text, n) => text + rendered(values[n] ?? '')).join(''))
}

function rendered(part: Part): string {
  if (part instanceof Html) return part.text
  if (typeof part === 'string' || typeof part === 'number')
    return String(part).replaceAll(/[&<>"']/g, (sign) => entities[sign] ?? sign)
  return part.map(rendered).join('')
}
