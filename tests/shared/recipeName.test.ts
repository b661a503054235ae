import { expect, it } from 'vitest'
import { recipeName } from '../../shared/recipeName.ts'
import type { AudienceRef, Column, ConnectionId } from '../../shared/model.ts'

const account = 'c1' as ConnectionId
const columns = (...names: string[]): Column[] => names.map((name, index) => ({ index, name, header: name }))
const vip: AudienceRef = { kind: 'tag', id: '7' }
const guide: AudienceRef = { kind: 'form', id: '7' }
const people = columns('Email', 'City')

it('the same file to the same audiences is the same recipe, in whatever order they are named', () => {
  expect(recipeName(account, people, [vip, guide])).toBe(recipeName(account, people, [guide, vip]))
  expect(recipeName(account, columns('EMAIL', 'city'), [vip])).toBe(recipeName(account, people, [vip]))
})

it('another tag, no tag, another account or other columns are another recipe', () => {
  const names = [
    recipeName(account, people, [vip]),
    recipeName(account, people, [guide]),
    recipeName(account, people, []),
    recipeName('c2' as ConnectionId, people, [vip]),
    recipeName(account, columns('Email'), [vip]),
    recipeName(account, columns('Email|City'), [vip]),
  ]
  expect(new Set(names).size).toBe(names.length)
})
