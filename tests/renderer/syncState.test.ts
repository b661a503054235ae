import { describe, expect, it } from 'vitest'
import {
  emptySync,
  specOf,
  type SyncAction,
  syncReducer,
  type SyncState,
} from '../../renderer/features/sync/syncState.ts'
import { placeOf, pathOf } from '../../renderer/features/sync/syncPlace.ts'
import { reachableSteps } from '../../renderer/features/sync/reachableSteps.ts'
import type { PlanSpec } from '../../shared/contract/plans.ts'
import type { ConnectionId, PlanId, RunId, SourceId } from '../../shared/model.ts'

const acme = 'acme' as ConnectionId
const shop = 'shop' as ConnectionId
const file = { file: 'f1', name: 'people.csv', sizeBytes: 100 }

function spec(connection: ConnectionId): PlanSpec {
  return {
    connection,
    source: 's1' as SourceId,
    mapping: {
      fields: [],
      left: [],
      values: { defaultCountry: null, dateOrder: 'month-day', decimalMark: '.' },
    },
    audiences: [],
    importTag: null,
    consent: null,
    mode: 'changed',
    duplicates: 'last',
    heldBack: 'skip',
    append: null,
  }
}

function after(...actions: readonly SyncAction[]): SyncState {
  return actions.reduce(syncReducer, emptySync)
}

const mapped: readonly SyncAction[] = [
  { type: 'account-chosen', connection: acme },
  { type: 'file-chosen', file },
  { type: 'staged', source: 's1' as SourceId },
  { type: 'mapped', spec: spec(acme) },
]
const planned: readonly SyncAction[] = [...mapped, { type: 'planned', plan: 7 as PlanId }]
const tag: SyncAction = {
  type: 'edited',
  edit: { of: 'choice', change: { importTag: 'booth' } },
}

describe('a sync in the making', () => {
  it('keeps how a file is to be read, chosen by its beginning, when the whole of it has arrived', () => {
    const head = { ...file, file: 'head' }
    const choices = { delimiter: ';' } as const
    const there = after(
      { type: 'file-arriving', head },
      { type: 'format-chosen', choices },
      { type: 'file-arrived', head, file },
    )
    expect(there.source).toEqual({ is: 'chosen', file, choices })
  })

  it('is not brought back to a file that was left while it arrived', () => {
    const head = { ...file, file: 'head' }
    const left = after({ type: 'file-arriving', head }, { type: 'file-left' })
    expect(syncReducer(left, { type: 'file-arrived', head, file })).toEqual(left)
  })

  it('keeps what was decided for one account while another is looked at', () => {
    const away = after(...mapped, tag, { type: 'account-chosen', connection: shop })
    expect(specOf(away)).toBeNull()
    const back = syncReducer(away, { type: 'account-chosen', connection: acme })
    expect(specOf(back)?.importTag).toBe('booth')
  })

  it('forgets the plan as soon as anything that decides it changes', () => {
    const plans = (...more: SyncAction[]) => after(...planned, ...more).plan
    expect(plans()).toBe(7)
    expect(plans(tag)).toBeNull()
    expect(plans({ type: 'account-chosen', connection: shop })).toBeNull()
    expect(plans({ type: 'format-chosen', choices: { delimiter: ';' } })).toBeNull()
    expect(plans({ type: 'file-chosen', file })).toBeNull()
    expect(plans({ type: 'account-chosen', connection: acme })).toBe(7)
  })

  it('stages again when the file is to be read in another way, and keeps the mapping', () => {
    const state = after(...planned, { type: 'format-chosen', choices: { delimiter: ';' } })
    expect(state.source).toEqual({ is: 'chosen', file, choices: { delimiter: ';' } })
    expect(specOf(state)).toEqual(spec(acme))
  })

  it('takes over a prepared recipe whole', () => {
    const state = after(...planned, {
      type: 'prepared',
      source: 's2' as SourceId,
      spec: spec(shop),
      plan: null,
    })
    expect(state.connection).toBe(shop)
    expect(state.source).toMatchObject({ is: 'staged', source: 's2' })
    expect(state.plan).toBeNull()
    expect(specOf(state)).toEqual(spec(shop))
  })
})

describe('the steps of a sync', () => {
  it('are found by their address and back', () => {
    for (const path of ['/sync/import', '/sync/map', '/sync/review', '/sync/review/7', '/sync/run/12']) {
      const [, , step = '', id] = path.split('/')
      const place = placeOf(step, id)
      expect(place && pathOf(place)).toBe(path)
    }
    expect(placeOf('run', undefined)).toBeNull()
    expect(placeOf('review', 'x')).toBeNull()
    expect(placeOf('elsewhere', undefined)).toBeNull()
  })

  it('open one after the other', () => {
    const open = (state: SyncState, ended = false) =>
      Object.entries(reachableSteps(state, { step: 'import' }, [acme], ended))
        .filter(([, place]) => place !== null)
        .map(([step]) => step)
    expect(open(emptySync)).toEqual(['import'])
    expect(open(after(...mapped.slice(0, 3)))).toEqual(['import', 'map'])
    expect(open(after(...mapped))).toEqual(['import', 'map', 'review'])
    const running = after(...planned, { type: 'begun', run: 3 as RunId })
    expect(open(running)).toEqual(['import', 'map', 'review', 'run'])
    expect(open(running, true)).toEqual(['import', 'map', 'review', 'run', 'result'])
  })

  it('do not lead to an account that was removed', () => {
    const places = reachableSteps(after(...mapped), { step: 'import' }, [shop], false)
    expect(places.map).toBeNull()
  })
})

describe('a list about things of an account', () => {
  const object = { type: 'tags', op: 'insert' } as const
  const chosen: SyncAction = { type: 'objects-chosen', connection: shop, object }

  it('begins anew, at that account', () => {
    const state = after(...planned, chosen)
    expect(state).toEqual({ ...emptySync, connection: shop, object })
  })

  it('finds out anew what columns are for when the operation changes, and keeps the file', () => {
    const state = after(
      chosen,
      { type: 'file-chosen', file },
      { type: 'staged', source: 's1' as SourceId },
      { type: 'mapped', spec: { ...spec(shop), object } },
      { type: 'operation-chosen', op: 'delete' },
    )
    expect(state.object).toEqual({ type: 'tags', op: 'delete' })
    expect(specOf(state)).toBeNull()
    expect(state.source).toMatchObject({ is: 'staged', source: 's1' })
  })

  it('says nothing of the file that comes after its run', () => {
    const ran: SyncAction = { type: 'begun', run: 3 as RunId }
    expect(after(chosen, { type: 'file-chosen', file }, ran, { type: 'file-chosen', file }).object).toBeNull()
    expect(after(chosen, { type: 'file-chosen', file }, { type: 'file-chosen', file }).object).toEqual(object)
  })

  it('is one about people again, and a plan that comes from elsewhere says what it is about', () => {
    expect(after(chosen, { type: 'objects-left' }).object).toBeNull()
    const prepared = after({
      type: 'prepared',
      source: 's1' as SourceId,
      spec: { ...spec(shop), object },
      plan: null,
    })
    expect(prepared.object).toEqual(object)
    expect(
      after(chosen, { type: 'prepared', source: 's1' as SourceId, spec: spec(acme), plan: null }).object,
    ).toBeNull()
  })
})
