import type { DelimitedFormat, Delimiter, Encoding } from '../../../shared/model.ts'

export const delimiters: readonly { readonly value: Delimiter; readonly label: string }[] = [
  { value: ',', label: 'Comma  ,' },
  { value: ';', label: 'Semicolon  ;' },
  { value: '\t', label: 'Tab' },
  { value: '|', label: 'Bar  |' },
]

export const encodings: readonly { readonly value: Encoding; readonly label: string }[] = [
  { value: 'utf-8', label: 'UTF-8' },
  { value: 'windows-1252', label: 'Windows-1252 (Western)' },
  { value: 'iso-8859-15', label: 'ISO-8859-15 (Latin 9)' },
  { value: 'macintosh', label: 'Mac Roman' },
  { value: 'cp850', label: 'MS-DOS (code page 850)' },
  { value: 'windows-1250', label: 'Windows-1250 (Central European)' },
  { value: 'utf-16le', label: 'UTF-16, little end first' },
  { value: 'utf-16be', label: 'UTF-16, big end first' },
]

export const quotes: readonly { readonly value: DelimitedFormat['quote']; readonly label: string }[] = [
  { value: '"', label: 'Double  "' },
  { value: "'", label: "Single  '" },
]
