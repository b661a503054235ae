import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { kitConnector } from '../../../../electron/engine/connectors/kit/kitConnector.ts'
import { webhookEvents } from '../../../../shared/webhookEvents.ts'

const page = readFileSync(new URL('../../../../docs/kit.md', import.meta.url), 'utf8')
const cellsOf = (text: string) =>
  text
    .split('\n')
    .filter((line) => line.startsWith('| '))
    .map((line) =>
      line
        .slice(1, -1)
        .split(' | ')
        .map((cell) => cell.trim()),
    )
const [before = '', shownBy = ''] = page.split('\n## Shown by\n')
const cells = cellsOf(before)
const tests = cellsOf(shownBy).filter(([, files = '']) => files.includes('`'))
const listed = (values: readonly string[]) => (values.length === 0 ? '–' : values.join(', '))

describe('the page about Kit', () => {
  it.each(kitConnector.objects ?? [])('says what a file can do with: $title', (type) => {
    const [, operations, , since] = cells.find(([title]) => title === type.title) ?? []
    expect(operations).toBe(listed(type.operations))
    expect(since).toBe(listed(type.incremental.map((one) => `\`${one}\``)))
  })

  it.each(webhookEvents)('says what the event $id needs', ({ id, needs }) => {
    const row = cells.find(([events = '']) => events.includes(`\`${id}\``))
    expect(row?.[1]).toBe(needs === null ? '–' : `\`${needs}\``)
  })

  it.each(kitConnector.objects ?? [])('names tests that show: $title', ({ title, id }) => {
    const [, files = ''] = tests.find(([what]) => what === title) ?? []
    const texts = testsIn(files).map((file) => readFileSync(file, 'utf8'))
    expect(texts.length).toBeGreaterThan(0)
    // Each says so by its name, or goes through all of them.
    for (const text of texts)
      expect(text).toMatch(new RegExp(`\\b(${id}|${terminalName(id)}|objectTypeIds)\\b|${title}`))
  })

  it.each(tests)('names only tests that there are: %s', (_what, files = '') => {
    expect(testsIn(files).length).toBeGreaterThan(0)
    for (const file of testsIn(files)) expect(existsSync(file), file.pathname).toBe(true)
  })
})

function testsIn(files: string): URL[] {
  return [...files.matchAll(/`([^`]+)`/g)].map(([, file]) => new URL(`../../../${file}`, import.meta.url))
}

/** `custom-fields` */
function terminalName(id: string): string {
  return id.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
}
