import { describe, expect, it } from 'vitest'
import { namedPeople } from '../../../electron/practice/kit/namedPeople.ts'
import { startTestPractice } from '../harness.ts'

describe('the seeded account', () => {
  it('is the same for the same seed and another for another', async () => {
    const people = async (seed: number) => [
      ...(await startTestPractice({ seed })).kit.state.subscribers.all(),
    ]
    const [first, again, other] = [await people(1), await people(1), await people(2)]
    expect(again).toEqual(first)
    expect(other).not.toEqual(first)
    expect(other).toHaveLength(first.length)
  })

  it('has people of all five states, on domains that belong to nobody', async () => {
    const { kit } = await startTestPractice()
    const people = [...kit.state.subscribers.all()]
    expect(people).toHaveLength(300)
    expect(new Set(people.map(({ state }) => state)).size).toBe(5)
    const reserved = /@(([a-z]+\.)?example|example\.(com|org|net)|[a-z]+\.test)$/
    expect(people.filter(({ emailAddress }) => !reserved.test(emailAddress))).toEqual([])
  })

  it('has people whose ids grow with the time they came, none of it in the future', async () => {
    const { kit, clock } = await startTestPractice()
    const people = [...kit.state.subscribers.all()].sort((a, b) => a.id - b.id)
    expect(people.every((person, index) => person.createdAt >= (people[index - 1]?.createdAt ?? 0))).toBe(
      true,
    )
    const times = people.flatMap(({ createdAt, updatedAt, canceledAt }) => [
      createdAt,
      updatedAt,
      canceledAt ?? 0,
    ])
    expect(Math.max(...times)).toBeLessThan(clock.now())
  })

  it('has everybody that samples and tests count on, as described', async () => {
    const { kit } = await startTestPractice()
    const { state } = kit
    for (const named of Object.values(namedPeople)) {
      const person = state.subscribers.byEmail(named.emailAddress)
      expect(person).toMatchObject({ firstName: named.firstName, state: named.state })
      const labelled = [...(person?.values ?? [])].map(([id, value]) => [
        state.customFields.get(id)?.label,
        value,
      ])
      expect(Object.fromEntries(labelled)).toEqual(named.fields)
      const tags = state.memberships.tag
        .ofPerson(person?.id ?? 0)
        .map(({ audienceId }) => state.tags.get(audienceId)?.name)
      expect(tags.sort()).toEqual([...named.tags].sort())
    }
  })

  it('has one form with double opt-in, one archived, one trashed, and one inactive sequence', async () => {
    const { kit } = await startTestPractice()
    const forms = [...kit.state.forms.values()]
    expect(forms.filter(({ doubleOptIn }) => doubleOptIn).map(({ name }) => name)).toEqual(['Weekly letter'])
    expect(forms.map(({ status }) => status).sort()).toEqual([
      'active',
      'active',
      'active',
      'archived',
      'trashed',
    ])
    expect([...kit.state.sequences.values()].filter(({ active }) => !active)).toHaveLength(1)
  })
})
