import type { OpenedFile } from '../../../shared/contract/sources.ts'
import type { PlanSpec } from '../../../shared/contract/plans.ts'
import { assertNever } from '../../../shared/errors.ts'
import type {
  ConnectionId,
  DelimitedFormat,
  PlanId,
  RunId,
  SheetFormat,
  SourceId,
} from '../../../shared/model.ts'
import type { ObjectOp, ObjectTarget } from '../../../shared/objectTypes.ts'
import { editSpec, type SpecEdit } from '../map/editSpec.ts'

/** What the user decided of how a file is read; the rest is detected. */
export type FormatChoices = Partial<Omit<DelimitedFormat, 'bom'> & SheetFormat> & {
  /** Of several files, or of an archive: those that are read, by name. */
  readonly parts?: readonly string[]
}

/** What rows come from, and how far that is. */
export type SyncSource =
  | {
      readonly is: 'none'
      /** The name of a file of which the window was reloaded before all of it was copied. */
      readonly cutOff?: string
    }
  | {
      readonly is: 'chosen'
      readonly file: OpenedFile
      readonly choices: FormatChoices
      /** `file` is only the beginning of a file that is still being copied. */
      readonly arriving?: boolean
    }
  | {
      readonly is: 'staged'
      /** `null`: staged before, by a recipe or another window; it is opened again when its format is to be changed. */
      readonly file: OpenedFile | null
      readonly choices: FormatChoices
      readonly source: SourceId
    }

/**
 * A sync in the making, as it is kept over a reload: ids, choices and what the user typed, never a cell of the file.
 * Which step is shown is the address's to say.
 */
export interface SyncState {
  readonly connection: ConnectionId | null
  readonly source: SyncSource
  /** What the user decided for each account that was chosen on the way, so that none of it is lost. */
  readonly specs: Readonly<Record<ConnectionId, PlanSpec>>
  readonly plan: PlanId | null
  readonly run: RunId | null
  /** What the rows are about where it is not people to bring in. */
  readonly object: ObjectTarget | null
  /** Whether columns are mapped by what they seem to be, as long as the user says nothing else. */
  readonly suggests: boolean
}

export type SyncAction =
  | { readonly type: 'account-chosen'; readonly connection: ConnectionId }
  | { readonly type: 'file-chosen'; readonly file: OpenedFile }
  /** Its beginning is there. */
  | { readonly type: 'file-arriving'; readonly head: OpenedFile }
  /** All of it; `head`: the beginning that it takes the place of, if that was told. */
  | { readonly type: 'file-arrived'; readonly head: OpenedFile | null; readonly file: OpenedFile }
  /** The file of a source that was staged before, opened again. */
  | { readonly type: 'file-reopened'; readonly file: OpenedFile; readonly choices: FormatChoices }
  | { readonly type: 'file-left' }
  | { readonly type: 'format-chosen'; readonly choices: FormatChoices }
  | { readonly type: 'staged'; readonly source: SourceId }
  /** Rows are other than they were, so that a plan from before can't be sent any more. */
  | { readonly type: 'rows-edited' }
  /** An earlier reading of the same file, whose rows were edited. */
  | { readonly type: 'reading-taken'; readonly source: SourceId }
  /** A whole mapping: suggested, carried over to another reading of the file, or of a recipe. */
  | { readonly type: 'mapped'; readonly spec: PlanSpec }
  | { readonly type: 'edited'; readonly edit: SpecEdit }
  /** A source and a spec that came from elsewhere. */
  | {
      readonly type: 'prepared'
      readonly source: SourceId
      readonly spec: PlanSpec
      readonly plan: PlanId | null
    }
  /** A list about things of an account that aren't people to bring in; it is still to be chosen. */
  | { readonly type: 'objects-chosen'; readonly connection: ConnectionId; readonly object: ObjectTarget }
  /** About people to bring in after all. */
  | { readonly type: 'objects-left' }
  /** What is done with the rows about them: what columns are for is found anew. */
  | { readonly type: 'operation-chosen'; readonly op: ObjectOp }
  | { readonly type: 'suggestions-switched'; readonly on: boolean }
  | { readonly type: 'planned'; readonly plan: PlanId | null }
  | { readonly type: 'begun'; readonly run: RunId }

export const emptySync: SyncState = {
  connection: null,
  source: { is: 'none' },
  specs: {},
  plan: null,
  run: null,
  object: null,
  suggests: true,
}

export function syncReducer(state: SyncState, action: SyncAction): SyncState {
  switch (action.type) {
    case 'account-chosen':
      return state.connection === action.connection
        ? state
        : { ...state, connection: action.connection, ...nothingPlanned }
    case 'file-chosen':
      return {
        ...afterRun(state),
        source: { is: 'chosen', file: action.file, choices: {} },
        ...nothingPlanned,
      }
    case 'file-arriving': {
      const source = { is: 'chosen', file: action.head, choices: {}, arriving: true } as const
      return { ...afterRun(state), source, ...nothingPlanned }
    }
    case 'file-arrived':
      return withWhole(state, action.head, action.file)
    case 'file-reopened':
      return state.source.is === 'staged'
        ? { ...state, source: { ...state.source, file: action.file, choices: action.choices } }
        : state
    case 'file-left':
      return { ...state, source: { is: 'none' }, ...nothingPlanned }
    case 'format-chosen':
      return withChoices(state, action.choices)
    case 'staged':
      return state.source.is === 'chosen'
        ? { ...state, source: { ...state.source, is: 'staged', source: action.source } }
        : state
    case 'rows-edited':
      return { ...state, ...nothingPlanned }
    case 'reading-taken':
      return state.source.is === 'staged'
        ? { ...state, source: { ...state.source, source: action.source }, ...nothingPlanned }
        : state
    case 'mapped':
      return withSpec(state, action.spec)
    case 'edited': {
      const spec = specOf(state)
      return spec === null ? state : withSpec(state, editSpec(spec, action.edit))
    }
    case 'prepared':
      return {
        ...state,
        connection: action.spec.connection,
        source: { is: 'staged', file: null, choices: {}, source: action.source },
        specs: { [action.spec.connection]: action.spec },
        plan: action.plan,
        run: null,
        object: action.spec.object ?? null,
      }
    case 'objects-chosen':
      return {
        ...emptySync,
        suggests: state.suggests,
        connection: action.connection,
        object: action.object,
      }
    case 'objects-left':
      return { ...state, object: null, specs: {}, ...nothingPlanned }
    case 'operation-chosen':
      return state.object === null
        ? state
        : { ...state, object: { ...state.object, op: action.op }, specs: {}, ...nothingPlanned }
    case 'suggestions-switched':
      return { ...state, suggests: action.on }
    case 'planned':
      return { ...state, plan: action.plan, run: null }
    case 'begun':
      return { ...state, run: action.run }
    default:
      return assertNever(action)
  }
}

/** What is decided for the account that is chosen now. */
export function specOf(state: SyncState): PlanSpec | null {
  return state.connection === null ? null : (state.specs[state.connection] ?? null)
}

export function sourceOf(state: SyncState): SourceId | null {
  return state.source.is === 'staged' ? state.source.source : null
}

/** A plan is of one file, one account and one mapping: it is made again when one of them changes. */
const nothingPlanned = { plan: null, run: null } as const

/** What a list was about that has run says nothing of the next: that is about people until it is said again. */
function afterRun(state: SyncState): SyncState {
  const hadUndo = Object.values(state.specs).some(({ undo = null }) => undo !== null)
  if (hadUndo) return { ...state, object: null, specs: {} }
  return state.run === null || state.object === null ? state : { ...state, object: null, specs: {} }
}

/** How it is to be read may have been chosen by its beginning. Whoever chose another file meanwhile keeps that. */
function withWhole(state: SyncState, head: OpenedFile | null, file: OpenedFile): SyncState {
  const { source } = state
  if (head === null)
    return { ...afterRun(state), source: { is: 'chosen', file, choices: {} }, ...nothingPlanned }
  if (source.is !== 'chosen' || source.file.file !== head.file) return state
  return { ...state, source: { is: 'chosen', file, choices: source.choices } }
}

function withChoices(state: SyncState, choices: FormatChoices): SyncState {
  const { source } = state
  if (source.is === 'none' || source.file === null) return state
  const arriving = source.is === 'chosen' && source.arriving === true
  const chosen = { is: 'chosen', file: source.file, choices, ...(arriving && { arriving }) } as const
  return { ...state, source: chosen, ...nothingPlanned }
}

function withSpec(state: SyncState, spec: PlanSpec): SyncState {
  return { ...state, specs: { ...state.specs, [spec.connection]: spec }, ...nothingPlanned }
}
