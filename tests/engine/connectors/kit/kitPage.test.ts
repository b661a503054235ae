import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { kitConnector } from '../../../../electron/engine/connectors/kit/kitConnector.ts'
import { webhookEvents } from '../../../../shared/webhookEvents.ts'

const page = readFileSync(new URL('../../../../docs/kit.md', import.meta.url), 'utf8')
const cells = page
  .split('\n')
  .filter((line) => line.startsWith('| '))
  .map((line) =>
    line
      .slice(1, -1)
      .split(' | ')
      .map((cell) => cell.trim()),
  )
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
})
