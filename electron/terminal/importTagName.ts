import { parse } from 'node:path'

/** `import 2026-11-27 booth-signups`: in a list of tags, imports stand together and in order. */
export function importTagName(file: string, now: Date): string {
  const two = (n: number) => String(n).padStart(2, '0')
  const day = `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`
  return `import ${day} ${parse(file).name}`.slice(0, 100).trimEnd()
}
