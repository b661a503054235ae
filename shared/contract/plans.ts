import { z } from 'zod'
import type {
  Audience,
  AudienceRef,
  Change,
  Channel,
  ConnectionId,
  ConsentRule,
  FieldId,
  Mapping,
  Mode,
  PlanId,
  RowKind,
  RunId,
  SourceId,
} from '../model.ts'
import { rowKinds } from '../model.ts'
import type { AddressPart } from '../values/foldAlike.ts'
import { objectOps, type ObjectTarget, objectTypeIds } from '../objectTypes.ts'
import type { VolumeLimits } from '../volume.ts'
import { volumeInput } from './volumeInput.ts'
import type { ListColumn, UnplacedValue } from '../lists/listColumns.ts'
import { listColumnOf } from './listInput.ts'
import { type Filter, filterInput, type Rule, ruleInput } from '../rules/rules.ts'
import { call } from './call.ts'
import { mappingInput } from './mappingInput.ts'

/** Everything that decides a plan. Saved with it, so that a plan can be made again. */
export interface PlanSpec {
  readonly connection: ConnectionId
  readonly source: SourceId
  readonly mapping: Mapping
  readonly audiences: readonly AudienceRef[]
  /**
   * A new tag (Kit) or list (Klaviyo) of this name, made when the run begins, for everyone the run touches, so that
   * the import can be found in the service too.
   */
  readonly importTag: string | null
  /** `null`: nobody is subscribed; joining a list is not consent. */
  readonly consent: ConsentRule | null
  /** IF: only rows of which it is true count; the others are left out. Absent or `null`: all of them. */
  readonly filter?: Filter | null | undefined
  /** THEN, and what is done beside all of the above only IF something is true. */
  readonly rules?: readonly Rule[] | undefined
  /** When so much at once is unusual that its number must be typed; absent: as usual. */
  readonly volume?: VolumeLimits | undefined
  /** Columns of lists, whose values are tags or lists that people join. */
  readonly lists?: readonly ListColumn[] | undefined
  readonly mode: Mode
  /** Which of several rows with the same address counts. */
  readonly duplicates: DuplicateRule
  /** What is passed over where the addresses of two rows are compared; by default only upper and lower case. */
  readonly sameAddress?: readonly AddressPart[] | undefined
  /** What is done with someone who left: nothing, or their fields only. Never a join. */
  readonly heldBack: 'skip' | 'fields-only'
  /**
   * A column that tells the same person from file to file, whatever their address is by then: a new address is written
   * to the person who had it, and is nobody new.
   */
  readonly stableId?: { readonly column: number } | null | undefined
  /** People who left another account, or as another file said, are not held back by that. */
  readonly ignoreLeftList?: boolean | undefined
  /** For mode append. */
  readonly append: { readonly recipe: string; readonly cursorColumn: number | null } | null
  /** New people are asked to confirm by the form they are put into, and are nobody to write to until they have. */
  readonly confirmation?: boolean | undefined
  /** Nobody is created who is not put into a form, tag or sequence by it. */
  readonly onlyPlaced?: boolean | undefined
  /** What the rows are about where it is not people to bring in: tags, purchases, who gets which tag. */
  readonly object?: ObjectTarget | null | undefined
  /** The rows are those of a run, which is taken back: all of it, or one field. */
  readonly undo?: { readonly run: RunId; readonly field: FieldId | null } | null | undefined
}

/**
 * `most-complete`: the row that fills most of the mapped columns, the last among equals. `merge`: the last one, with its
 * blanks filled from the others, the last of them first.
 */
export const duplicateRules = ['last', 'first', 'most-complete', 'merge'] as const
export type DuplicateRule = (typeof duplicateRules)[number]

export interface PlanSummary {
  readonly id: PlanId
  readonly connection: { readonly id: ConnectionId; readonly name: string; readonly service: string }
  readonly source: { readonly id: SourceId; readonly name: string; readonly rows: number }
  readonly mode: Mode
  readonly audiences: readonly { readonly kind: string; readonly id: string; readonly name: string }[]
  /** Adds up to `source.rows` and `leavers`. */
  readonly counts: Readonly<Record<RowKind, number>>
  /** People who leave in mode mirror, unticked ones included; each has a row of the plan after those of the file. */
  readonly leavers?: number
  /** The file held against the one that the same sync sent the last time; absent where there is none. */
  readonly since?: SinceLast
  /** Rows that the user unticked, counted under `left-out`. */
  readonly unticked: number
  /** The same by what they would be; kinds without any are left out, as it is in plans of earlier versions. */
  readonly untickedOf?: Readonly<Partial<Record<RowKind, number>>>
  /** How people are subscribed; `null` where nobody is. */
  readonly consent: ConsentSummary | null
  readonly changes: ChangeCounts
  /** What the rows are about where it is not people to bring in; by name. */
  readonly object:
    (ObjectTarget & { readonly title: string; readonly one: string; readonly many: string }) | null
  /** New people are asked to confirm before anything is written to them. */
  readonly confirmation?: true
  /** What is taken back; absent where the plan brings something in. */
  readonly undo?: UndoSummary
  /** `null` where nothing is taken away. Otherwise a run must be told the number, to show that it was seen. */
  readonly guard: PlanGuard | null
  /** What the numbers are held against to tell whether they are unusual; absent in plans of earlier versions. */
  readonly volume?: VolumeFacts
  /** Rows that go, with something to look at: a cell that could not be understood or may be wrong, or consent that can’t be written. */
  readonly warningRows: number
  readonly firstWarning: { readonly row: number; readonly words: string } | null
  /** What lists that are made first name in rows that go, or would, each once; absent where there is none. */
  readonly unplaced?: readonly UnplacedValue[]
  readonly requests: number
  /** At the account's own limits. */
  readonly estimatedMs: number
  readonly mirror: { readonly how: string; readonly at: number; readonly requests: number }
  readonly createdAt: number
  /** Rows of its file were edited or skipped since, so it can't be run: it must be made again. Only where it is asked for. */
  readonly edited?: true
}

/** What became of the file since the one before, in people. */
export interface SinceLast {
  readonly run: RunId
  readonly at: number
  readonly file: string
  /** Who was not in it. */
  readonly added: number
  /** Who is not in this one. */
  readonly gone: number
  /** Who is in both, by the stable id, with another address now. */
  readonly changedAddress: number
}

export interface VolumeFacts {
  readonly limits: VolumeLimits
  /** People in the mirrored audiences; `null` in other modes. */
  readonly members: number | null
  /** The file that the same sync sent the last time. */
  readonly before: { readonly name: string; readonly rows: number } | null
  /** How many people the account has and may have; `null` where nobody new comes, or nobody knows what it may. */
  readonly people: { readonly now: number; readonly limit: number; readonly atLeast: boolean } | null
}

/** What a plan takes back, and what it can't. */
export interface UndoSummary {
  readonly run: RunId
  /** Label of the one field that is taken back; `null`: everything. */
  readonly field: string | null
  /** Rows of which something stays, since somebody changed it after the run. */
  readonly editedSince: number
  /** What no program can take back, a sentence each, with how many people. */
  readonly stays: readonly string[]
}

export interface ChangeCounts {
  /** New people, or new objects. */
  readonly creates: number
  readonly updates: number
  readonly joins: number
  readonly subscribes: number
  readonly deletes: number
  /** People taken out of an audience. */
  readonly leaves: number
  readonly unsubscribes: number
  /** People of whom a value that they have is replaced or cleared; absent in plans of earlier versions. */
  readonly overwrites?: number
}

/** What a plan takes away, or does to so many that somebody must look twice. */
export interface PlanGuard {
  /** Deletions, removals from audiences and unsubscriptions; where there are none, the people who are written. */
  readonly count: number
  /** What is lost by them, a sentence each; the first ones. */
  readonly words: readonly string[]
  /** Why so much at once is unusual, a sentence each; absent where it is not. */
  readonly unusual?: readonly string[]
}

export interface ConsentSummary {
  readonly channels: readonly Channel[]
  readonly audience: Pick<Audience, 'kind' | 'id' | 'name' | 'optIn'> | null
  /** Whether it is recorded with a date in the past, so that nobody is asked to confirm. */
  readonly dated: boolean
  readonly source: string
  /** How many of those who are subscribed are asked to confirm. */
  readonly confirms: number
}

export interface PlanRowView {
  readonly row: number
  readonly kind: RowKind
  readonly email: string | null
  readonly reason: string | null
  readonly warning: string | null
  /** What will be sent. */
  readonly changes: readonly Change[]
  /** What the user unticked: the same shape, with only the fields that were switched off. */
  readonly unticked: readonly Change[]
  /** Of somebody who left: how the user knows that they agreed after all; `null`: they are held back. Absent for others. */
  readonly agreed?: { readonly note: string | null }
}

/** One field or audience of a plan, over all its rows. */
export interface PlanPart {
  readonly part: { readonly field: FieldId } | { readonly audience: AudienceRef } | { readonly consent: true }
  /** Field label, or the audience's name. */
  readonly label: string
  readonly rows: number
  readonly untickedRows: number
}

function eachOnce(audiences: readonly { readonly kind: string; readonly id: string }[]): boolean {
  return new Set(audiences.map(({ kind, id }) => `${kind} ${id}`)).size === audiences.length
}

const audienceInput = z.object({ kind: z.enum(['form', 'tag', 'sequence', 'list']), id: z.string() })

const consentInput = z.object({
  channels: z
    .array(z.enum(['email', 'sms']))
    .min(1)
    .refine((channels) => new Set(channels).size === channels.length, 'a channel is chosen twice'),
  audience: audienceInput.nullable(),
  since: z.union([z.object({ column: z.int().min(0) }), z.object({ date: z.iso.datetime() })]).nullable(),
  source: z.string().max(200),
})

/** What the rows of a file are about, where it is not people to bring in. */
export const objectTarget = z.object({ type: z.enum(objectTypeIds), op: z.enum(objectOps) })

/** The same shape as `PlanSpec`, whose ids differ from text only in their types. */
export const planSpec = z
  .object({
    connection: z.string(),
    source: z.string(),
    mapping: mappingInput,
    audiences: z.array(audienceInput).max(20).refine(eachOnce, 'an audience is chosen twice'),
    importTag: z.string().trim().min(1).max(200).nullable(),
    consent: consentInput.nullable(),
    filter: filterInput.nullish(),
    rules: z.array(ruleInput).max(50).optional(),
    volume: volumeInput.optional(),
    lists: z
      .array(listColumnOf(z.int().min(0), audienceInput))
      .max(10)
      .optional(),
    mode: z.enum(['full-refresh', 'append', 'changed', 'mirror']),
    duplicates: z.enum(duplicateRules),
    sameAddress: z
      .array(z.enum(['plus-tag', 'gmail-dots']))
      .max(2)
      .optional(),
    heldBack: z.enum(['skip', 'fields-only']),
    append: z.object({ recipe: z.string().min(1), cursorColumn: z.int().min(0).nullable() }).nullable(),
    stableId: z.object({ column: z.int().min(0) }).nullish(),
    ignoreLeftList: z.boolean().optional(),
    confirmation: z.boolean().optional(),
    onlyPlaced: z.boolean().optional(),
    object: objectTarget.nullish(),
    undo: z.object({ run: z.int().min(1), field: z.string().nullable() }).nullish(),
  })
  .refine(
    ({ mode, append }) => (mode === 'append') === (append !== null),
    'append goes with mode append',
  ) as unknown as z.ZodType<PlanSpec, PlanSpec>

/** Ids differ from numbers only in their types. */
export const planId = z.int().min(1) as unknown as z.ZodType<PlanId, PlanId>
const rowKind = z.enum(rowKinds)

const rowFilter = {
  kind: rowKind.nullable(),
  search: z.string().max(200).default(''),
  warned: z.boolean().default(false),
}

export const planCalls = {
  /** Refreshes the mirror, compares, and keeps the result. Sends nothing. Pushes `plan.progress`. */
  make: call(planSpec).returning<PlanSummary>(),
  /**
   * A plan that takes a run back, from what the account held before it: all of it, one field, one row or one person
   * (by address, or by `tel:` and `ext:` with a number or an own id). To be reviewed and run like any other.
   * @throws AppError `conflict` for a run that may still go on, `not-found` where there is nothing to take back.
   */
  undo: call(
    z.object({
      run: z.int().min(1) as unknown as z.ZodType<RunId, RunId>,
      field: z.string().nullable().default(null),
      row: z.int().min(1).nullable().default(null),
      person: z.string().max(320).nullable().default(null),
    }),
  ).returning<PlanSummary>(),
  get: call(z.object({ plan: planId })).returning<PlanSummary>(),
  /** What the plan was made from, to change it and make it again. */
  spec: call(z.object({ plan: planId })).returning<PlanSpec>(),
  /**
   * How many rows of a file a filter lets through, by the account as it was last read (`readAt`; `null` where the filter
   * asks nothing of it). Nothing is asked there, so that it can be counted while somebody types.
   */
  match: call(
    z.object({ connection: z.string(), source: z.string(), mapping: mappingInput, filter: filterInput }),
  ).returning<{ readonly rows: number; readonly matching: number; readonly readAt: number | null }>(),
  /** Its fields and audiences with how many rows each touches. */
  parts: call(z.object({ plan: planId })).returning<readonly PlanPart[]>(),
  /**
   * Switches a row, a field, an audience or consent of one row or of all rows off or on again. Only before the plan is
   * run. `kind` without a part: all rows of that kind, off or, with everything that was off in them, on again. Answers
   * with the counts as they are now.
   */
  tick: call(
    z.object({
      plan: planId,
      on: z.boolean(),
      row: z.int().min(1).nullable().default(null),
      field: z.string().nullable().default(null),
      audience: audienceInput.nullable().default(null),
      consent: z.boolean().default(false),
      kind: rowKind.nullable().default(null),
    }),
  ).returning<PlanSummary>(),
  /**
   * Lets one person go who is held back because they left, with how the user knows that they agreed after all, or holds
   * them back again (`null`). Only before the plan is run; the note is kept with the run.
   */
  override: call(
    z.object({
      plan: planId,
      row: z.int().min(1),
      note: z.string().trim().min(3).max(500).nullable(),
    }),
  ).returning<PlanSummary>(),
  /**
   * At most 500 rows at a time, in file order. `search`: part of an address, a reason or a value, in any letters.
   * `warned`: only rows with a warning.
   */
  rows: call(
    z.object({
      plan: planId,
      ...rowFilter,
      offset: z.int().min(0),
      limit: z.int().min(1).max(500),
    }),
  ).returning<readonly PlanRowView[]>(),
  /** How many rows `rows` would find in all. */
  countRows: call(z.object({ plan: planId, ...rowFilter })).returning<number>(),
}

export interface PlanProgress extends PlanStage {
  /** What is planned, and into which account: other windows may be planning something else. */
  readonly source: SourceId
  readonly connection: ConnectionId
}

export interface PlanStage {
  readonly phase: 'account' | 'mirror' | 'mapping' | 'comparing'
  readonly done: number
  readonly total: number | null
}
