import type { Change, ContactChange, FieldId, RecordChange } from '../../../shared/model.ts'
import { partName, type PartRef, partsOf, partsOfRow } from './planParts.ts'

/** What the user switched off in one row: all of it, or some of its parts by name. */
export interface Switches {
  readonly rowOff: boolean
  readonly parts: readonly string[]
}

export const allOn: Switches = { rowOff: false, parts: [] }

/** What a row sends, and what it does not. */
export interface SplitRow {
  readonly on: readonly Change[]
  readonly off: readonly Change[]
}

/** Splits the changes of a row by its switches. Nothing is in both, and nothing gets lost. Pure. */
export function splitChanges(planned: readonly Change[], { rowOff, parts }: Switches): SplitRow {
  if (rowOff) return { on: [], off: planned }
  if (parts.length === 0) return { on: planned, off: [] }
  const isOff = (part: PartRef) => parts.includes(partName(part))
  const split = planned.map((change) => splitChange(change, isOff))
  return { on: split.flatMap(({ on }) => on), off: split.flatMap(({ off }) => off) }
}

function splitChange(change: Change, isOff: (part: PartRef) => boolean): SplitRow {
  if (change.object === 'contact' || (change.object === 'record' && change.op === 'update'))
    return splitFields(change, isOff)
  return partsOf(change).some(isOff) ? { on: [], off: [change] } : { on: [change], off: [] }
}

/** A change of some fields, each of which can be left out. */
type FieldChange = ContactChange | RecordChange

/** Somebody new is created all the same, with the fields that are left. */
function splitFields(change: FieldChange, isOff: (part: PartRef) => boolean): SplitRow {
  const fields = Object.keys(change.after) as FieldId[]
  const off = fields.filter((field) => isOff({ field }))
  const on = fields.filter((field) => !isOff({ field }))
  return {
    on: on.length > 0 || change.op === 'create' ? [withOnly(change, on)] : [],
    off: off.length > 0 ? [withOnly(change, off)] : [],
  }
}

function withOnly(change: FieldChange, fields: readonly FieldId[]): FieldChange {
  const only = (values: FieldChange['after']) =>
    Object.fromEntries(
      fields.flatMap((field) => (Object.hasOwn(values, field) ? [[field, values[field]]] : [])),
    ) as FieldChange['after']
  return { ...change, before: only(change.before), after: only(change.after) }
}

/** What the user switches, and which way. No parts: the row as a whole. */
export interface Tick {
  readonly on: boolean
  readonly parts: readonly PartRef[]
}

/** The switches of a row after a tick that was meant for many rows. Pure. */
export function tickMany(planned: readonly Change[], now: Switches, { on, parts }: Tick): Switches {
  if (parts.length === 0) return tickWhole(now, on)
  const has = partsOfRow(planned)
  const names = parts.map(partName).filter((name) => has.has(name))
  const others = now.parts.filter((name) => !names.includes(name))
  return { ...now, parts: on ? others : [...others, ...names] }
}

/** The same for a tick on this very row: a part that is switched on in a row that was off comes alone. Pure. */
export function tickOne(planned: readonly Change[], now: Switches, tick: Tick): Switches {
  if (!tick.on || tick.parts.length === 0 || !now.rowOff) return tickMany(planned, now, tick)
  const names = tick.parts.map(partName)
  return { rowOff: false, parts: [...partsOfRow(planned).keys()].filter((name) => !names.includes(name)) }
}

/** A row that is switched on again is as it was before; one of which only a part was off is then on as a whole. */
function tickWhole(now: Switches, on: boolean): Switches {
  if (!on) return { ...now, rowOff: true }
  return now.rowOff ? { ...now, rowOff: false } : allOn
}
