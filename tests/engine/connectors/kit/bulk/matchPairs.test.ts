import { describe, expect, it } from 'vitest'
import { type FailedPair, fatesOf } from '../../../../../electron/engine/connectors/kit/bulk/matchPairs.ts'

const pair = (subscriber: string, target: string) => ({ subscriber, target })
const failed = (subscriber: string | null, target: string | null, reason: string): FailedPair => ({
  subscriber,
  target,
  reason,
})

describe('what a bulk answer says of each pair', () => {
  it('goes by ids, in whatever order they come', () => {
    const pairs = [pair('1', 'a'), pair('2', 'a'), pair('3', 'a')]
    expect(fatesOf(pairs, ['3', '1', '2'], [])).toEqual(['done', 'done', 'done'])
  })

  it('finds the one of a person’s two that failed', () => {
    const pairs = [pair('1', 'a'), pair('1', 'b')]
    expect(fatesOf(pairs, ['1'], [failed('1', 'b', 'No')])).toEqual(['done', { refused: 'No' }])
  })

  it('finds a tag that is not there any more by what is missing, for everybody who was to get it', () => {
    const pairs = [pair('1', 'a'), pair('2', 'a'), pair('1', 'gone'), pair('2', 'gone')]
    const failures = [failed('2', null, 'Tag does not exist'), failed('1', null, 'Tag does not exist')]
    const fates = fatesOf(pairs, ['2', '1'], failures)
    expect(fates.filter((fate) => fate === 'done')).toHaveLength(2)
    expect(fates.filter((fate) => fate !== 'done')).toEqual([
      { refused: 'Tag does not exist' },
      { refused: 'Tag does not exist' },
    ])
  })

  it('finds a person who is not there any more by who was not done', () => {
    const pairs = [pair('1', 'a'), pair('9', 'a'), pair('3', 'a')]
    expect(fatesOf(pairs, ['3', '1'], [failed(null, 'a', 'Subscriber does not exist')])).toEqual([
      'done',
      { refused: 'Subscriber does not exist' },
      'done',
    ])
  })

  it('takes whoever is named by nothing for untold, never for done', () => {
    expect(fatesOf([pair('1', 'a'), pair('2', 'a')], ['1'], [])).toEqual(['done', 'untold'])
  })

  it('takes everything but failures for done where only those are told', () => {
    const pairs = [pair('1', 'a'), pair('2', 'a')]
    expect(fatesOf(pairs, null, [failed('2', 'a', 'No')])).toEqual(['done', { refused: 'No' }])
  })
})
