import { extname } from 'node:path'

/** The file's own name, as every file system takes it. */
export function safeFileName(name: string): string {
  const last = name.split(/[/\\]/).at(-1) ?? ''
  const plain = last.replace(/[\u0000-\u001f\u007f<>:"|?*]/g, ' ').replace(/^[. ]+|[. ]+$/g, '')
  const extension = extname(plain).slice(0, 16)
  const stem = plain.slice(0, plain.length - extname(plain).length)
  return `${Array.from(stem).slice(0, 60).join('') || 'file'}${extension}`
}
