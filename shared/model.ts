/**
 * The words of docs/design.md as types. Pure data: everything here can be stored as JSON and cross a thread.
 * Times are milliseconds since 1970 (`…At`, `…Ms`) unless the name says `Iso`.
 */
import type { ObjectTypeId } from './objectTypes.ts'

declare const brand: unique symbol
type Branded<T, B extends string> = T & { readonly [brand]: B }

export type ConnectionId = Branded<string, 'ConnectionId'>
export type SourceId = Branded<string, 'SourceId'>
/** Counted from 1 in each data folder, so that people can say "run 12". */
export type PlanId = Branded<number, 'PlanId'>
export type RunId = Branded<number, 'RunId'>
/** A contact's id at its service, as text (Kit's are integers beyond 2^31). */
export type RemoteId = Branded<string, 'RemoteId'>
/** A field's id at its service: `email`, `first_name`, or `custom:<remote id>`. It survives a rename. */
export type FieldId = Branded<string, 'FieldId'>
/** Unique inside one data folder. */
export type ChangeId = Branded<number, 'ChangeId'>
export type RecipeId = Branded<string, 'RecipeId'>

export type ServiceId = 'kit' | 'klaviyo'

// ─── Source ────────────────────────────────────────────────────────────────────────────────────────────────

export const encodings = [
  'utf-8',
  'utf-16le',
  'utf-16be',
  'windows-1252',
  'iso-8859-15',
  'macintosh',
  /** Excel's “CSV (MS-DOS)”. */
  'cp850',
  /** Central Europe: never guessed, since it reads most French and Italian as well. */
  'windows-1250',
] as const
export type Encoding = (typeof encodings)[number]
export type Delimiter = ',' | ';' | '\t' | '|'
export type LineEnd = '\n' | '\r\n' | '\r'

/** How a delimited file is to be read. Preview and run use the same value and the same parser. */
export interface DelimitedFormat {
  readonly encoding: Encoding
  /** The file starts with a byte order mark, which is not part of the first cell. */
  readonly bom: boolean
  readonly delimiter: Delimiter
  readonly quote: '"' | "'"
  readonly lineEnd: LineEnd
  /** 1-based number of the record that names the columns; records above it are titles. `null`: no header. */
  readonly headerRecord: number | null
}

/** How a sheet of a workbook (.xlsx) is to be read: its cells are text as the spreadsheet shows them. */
export interface SheetFormat {
  /** Name on its tab. */
  readonly sheet: string
  /** 1-based number of the sheet's row that names the columns. `null`: no header. */
  readonly headerRecord: number | null
}

export type SourceFormat = DelimitedFormat | SheetFormat

/** One of several files that became one source, and which of its rows come from it. */
export interface SourcePart {
  /** File name; `people.zip › june/list.csv` in an archive. */
  readonly name: string
  readonly sizeBytes: number
  /** SHA-256 of its content, hex. */
  readonly sha256: string
  /** Its first row is this one of the source; the others follow. */
  readonly firstRow: number
  readonly rows: number
}

export interface Column {
  /** 0-based position in the file. */
  readonly index: number
  /** Unique, never empty: a header as written, `Column 3` where it was empty, `Name (2)` where it was repeated. */
  readonly name: string
  /** The header cell as written, `''` where there is none. */
  readonly header: string
}

export type ProblemKind =
  | 'too-few-cells'
  | 'too-many-cells'
  | 'unclosed-quote'
  | 'stray-quote'
  | 'nul-bytes'
  | 'undecodable-text'
  | 'record-too-long'
  | 'error-cell'
  | 'hidden-rows'
  | 'empty-header'
  | 'duplicate-header'
  | 'invalid-email'
  | 'missing-email'
  | 'missing-identifier'
  | 'invalid-phone'
  | 'invalid-number'
  | 'invalid-boolean'
  | 'invalid-date'
  | 'unknown-value'

/** Something wrong with a row (or, without `row`, with a column or the file), in plain words. Never an abort. */
export interface Problem {
  readonly kind: ProblemKind
  /** 1-based number of the data row, the same that plans, rejects and receipts show. */
  readonly row?: number
  /** 0-based column. */
  readonly column?: number
  readonly message: string
}

export interface SourceInfo {
  readonly id: SourceId
  /** File name for people, without its folder. */
  readonly name: string
  readonly sizeBytes: number
  /**
   * SHA-256 of the bytes, hex: a run refuses to resume over an edited file. Of several files: of the list of theirs, a
   * line each in the order they were chosen, the hash alone.
   */
  readonly sha256: string
  /** Of several files: that of the first. */
  readonly format: SourceFormat
  readonly columns: readonly Column[]
  readonly rows: number
  /** How many rows carry at least one problem. */
  readonly problemRows: number
  readonly stagedAt: number
  /** Only where rows come from several files, or from an archive. */
  readonly parts?: readonly SourcePart[]
  /** How the file writes dates and numbers, where it is a workbook, whose formats say so. */
  readonly written?: { readonly dateOrder: DateOrder | null; readonly decimalMark: '.' | null }
}

// ─── Values and mapping ────────────────────────────────────────────────────────────────────────────────────

export type ValueType = 'text' | 'email' | 'phone' | 'number' | 'boolean' | 'date'

/** A value as a service stores it. `null` means "clear it"; a blank cell that is left alone is simply absent. */
export type FieldValue = string | number | boolean | null

/** A step between the cell and the value, shown to the user. Nothing else ever alters a cell. */
export type Transform = TransformWord | TransformStep

/** Steps that need nothing said about them. */
export type TransformWord = 'trim' | 'collapse-spaces' | 'lower-case' | 'upper-case' | 'title-case'

/** Steps with something to say about them. */
export type TransformStep =
  | {
      readonly step: 'replace'
      readonly find: string
      /** Of a pattern, `$1`, `$<name>` and `$&` stand for what was found. */
      readonly with: string
      /** `find` is a regular expression in RE2's syntax, which takes no longer than the text is long. */
      readonly pattern: boolean
    }
  | { readonly step: 'values'; readonly values: readonly ValuePair[]; readonly others: OtherValues }
  | {
      readonly step: 'part'
      readonly take: PartTaken
      /** What the parts stand between; `null`: spaces, so that parts are words. */
      readonly separator: string | null
    }
  /** As `2026-12-31`, with its time where it has one. */
  | { readonly step: 'date'; readonly order: DateOrder }
  /** As `1234.5`. */
  | { readonly step: 'number'; readonly decimalMark: '.' | ',' }
  /** A yes or no in seven languages, written as these words. */
  | { readonly step: 'boolean'; readonly yes: string; readonly no: string }
  /** As `+14155550000`; the country as it is chosen for the whole file. */
  | { readonly step: 'phone' }

export interface ValuePair {
  /** As in the file. Cells that differ in capitals or in space around are the same. */
  readonly from: string
  readonly to: string
}

/** What becomes of cells that a table of values does not have: left as they are, a blank, not sent and said so, or this. */
export type OtherValues = 'leave' | 'blank' | 'refuse' | { readonly value: string }

/** `rest`: all but the first, `start`: all but the last. A cell of one part is the first and the last, and has no rest. */
export type PartTaken = 'first' | 'last' | 'rest' | 'start'

export type DateOrder = 'day-month' | 'month-day'

/** Choices that decide how ambiguous text is read. */
export interface ValueSettings {
  /** ISO 3166-1 alpha-2, e.g. `US`: for phone numbers written without a country. */
  readonly defaultCountry: string | null
  /** A column that names the country of each row's phone number; where it is blank, the default counts. */
  readonly countryColumn?: number | null | undefined
  readonly dateOrder: DateOrder
  readonly decimalMark: '.' | ','
}

export type TemplatePart = { readonly column: number } | { readonly text: string }

/** A template joins several cells and fixed text into one: `{First name} {Last name}`. */
export type ValueOrigin =
  { readonly column: number } | { readonly constant: string } | { readonly template: readonly TemplatePart[] }

/** When a mapped value is written: always, only where the contact has none, or never over an existing contact. */
export type WriteRule = 'always' | 'if-empty' | 'only-new'
/** What a blank cell does: nothing (the default), or clear the field. */
export type BlankRule = 'leave' | 'clear'

export interface FieldRule {
  readonly field: FieldId
  readonly type: ValueType
  readonly from: ValueOrigin
  readonly transforms: readonly Transform[]
  readonly write: WriteRule
  readonly blank: BlankRule
}

/** A column that says who left: `yes` marks people who left ("Unsubscribed"), `no` those who didn't agree ("Accepts marketing"). */
export interface LeftRule {
  readonly column: number
  readonly leftWhen: 'yes' | 'no' | 'any-value'
}

export interface Mapping {
  readonly fields: readonly FieldRule[]
  readonly left: readonly LeftRule[]
  readonly values: ValueSettings
}

/** A way of writing to people that they agree to on its own. */
export type Channel = 'email' | 'sms'

/** What the account knows of somebody's consent to one channel. */
export type ConsentState = 'subscribed' | 'unsubscribed' | 'never'

/** Subscribing people, which is more than putting them on a list: it says that they agreed to be written to. */
export interface ConsentRule {
  readonly channels: readonly Channel[]
  /** The list they agreed to, whose opt-in setting decides; `null`: the account as a whole. */
  readonly audience: AudienceRef | null
  /**
   * When they agreed: a column of dates, or one date for all (ISO 8601). It is then recorded as given in the past, and
   * nobody is asked again. `null`: they agree now, and a double opt-in list asks them to confirm.
   */
  readonly since: { readonly column: number } | { readonly date: string } | null
  /** Where the consent comes from, in the user's words; the account shows it: `Booth, trade fair 2026`. */
  readonly source: string
}

// ─── Account ───────────────────────────────────────────────────────────────────────────────────────────────

/** Attribute of a contact at the destination. */
export interface Field {
  readonly id: FieldId
  /** What the service's API calls it now. Kit's changes when the label is renamed: never store it in a recipe. */
  readonly key: string
  readonly label: string
  readonly type: ValueType
  readonly custom: boolean
}

export type AudienceKind = 'form' | 'tag' | 'sequence' | 'list'

export interface AudienceRef {
  readonly kind: AudienceKind
  readonly id: string
}

export interface Audience extends AudienceRef {
  readonly name: string
  /** False where nobody can be put into it now (an archived form, a paused sequence). */
  readonly open: boolean
  /** Whether people who subscribe to it are asked to confirm; `null` where it has no such setting. */
  readonly optIn: 'single' | 'double' | null
}

export interface AccountInfo {
  /** The account's id at the service. */
  readonly id: string
  readonly name: string
  readonly email: string | null
  readonly plan: string | null
  readonly contactLimit: number | null
}

export interface AccountSchema {
  readonly fields: readonly Field[]
  readonly audiences: readonly Audience[]
}

/** Why someone must not be put on a list again. */
export type LeftReason = 'unsubscribed' | 'bounced' | 'complained' | 'suppressed'

export interface LeftAudience extends AudienceRef {
  readonly reason: LeftReason
}

export interface Contact {
  readonly remoteId: RemoteId
  readonly email: string | null
  readonly phone: string | null
  readonly externalId: string | null
  /** The service's own word, for people to read: `active`, `cancelled`, … */
  readonly state: string
  /** What that word means for the guard. */
  readonly left: LeftReason | null
  /** By channel, where the service has such a thing. */
  readonly consent: Readonly<Partial<Record<Channel, ConsentState>>>
  /** Audiences that they left on their own: no join and no consent for these, everything else goes on. */
  readonly leftAudiences: readonly LeftAudience[]
  /** Only fields that have a value. */
  readonly fields: Readonly<Record<FieldId, FieldValue>>
  readonly createdAt: number | null
}

// ─── Plan ──────────────────────────────────────────────────────────────────────────────────────────────────

export type Mode = 'full-refresh' | 'append' | 'changed' | 'mirror'

/** What may be done with a change that is in doubt: send again, read back and decide, or ask a person. */
export type Repeat = 'safe' | 'look-first' | 'ask'

interface ChangeBase {
  readonly id: ChangeId
  /** Data row it comes from. */
  readonly row: number
  readonly repeat: Repeat
  /** Goes on the user's word that somebody who left agreed after all: left this account, or only something else. */
  readonly agreed?: 'account' | 'elsewhere'
}

/** Create a person, or set fields of one. `before` holds only the fields that `after` touches. */
export interface ContactChange extends ChangeBase {
  /** A new person is asked to confirm first, and is nobody to write to until then. */
  readonly confirms?: true
  readonly object: 'contact'
  readonly op: 'create' | 'update'
  readonly key: ContactKey
  readonly before: Readonly<Record<FieldId, FieldValue>>
  readonly after: Readonly<Record<FieldId, FieldValue>>
}

/** Put a person into an audience, or take them out. */
export interface MembershipChange extends ChangeBase {
  readonly object: 'membership'
  readonly op: 'join' | 'leave'
  readonly key: ContactKey
  readonly audience: AudienceRef
  /** They are in it already, and a full refresh says so once more: undoing it takes nobody out. */
  readonly wasIn?: true
}

/** Note that a person agreed to be written to. Where an audience is named, they join it by this. */
export interface ConsentChange extends ChangeBase {
  readonly object: 'consent'
  readonly op: 'subscribe'
  readonly key: ContactKey
  /** Those on which they are not subscribed yet. */
  readonly channels: readonly Channel[]
  readonly audience: AudienceRef | null
  /** ISO 8601 with time, in the past; `null`: they agree now. */
  readonly consentedAt: string | null
  readonly source: string
  /** The service mails them first, and nothing shows before they have confirmed. */
  readonly confirms: boolean
  readonly before: Readonly<Partial<Record<Channel, ConsentState>>>
  /** They are in the audience already: undoing it takes nobody out. */
  readonly wasIn?: true
}

/** Take back that a person may be written to at all. Nothing but the person can undo it. */
export interface UnsubscribeChange extends ChangeBase {
  readonly object: 'unsubscription'
  readonly op: 'unsubscribe'
  readonly key: ContactKey
  /** The service's word for their state. */
  readonly before: string
}

/** A thing that isn't a person: a tag, a custom field, a broadcast, a purchase, a webhook. */
export interface RecordChange extends ChangeBase {
  readonly object: 'record'
  readonly type: ObjectTypeId
  readonly op: 'insert' | 'update' | 'delete'
  readonly key: RecordKey
  /** Of an update, what `after` touches; of a delete, all that goes. */
  readonly before: Readonly<Record<FieldId, FieldValue>>
  readonly after: Readonly<Record<FieldId, FieldValue>>
  /** Changes with the same name here go in one request: they are one object over several rows. */
  readonly together?: string
}

/** `remoteId` is that of the thing, `null` for a new one; the address is never set, as it is nobody. */
export interface RecordKey extends ContactKey {
  /** What people call it: the tag's name, the broadcast's subject. */
  readonly name: string
}

export type Change = ContactChange | MembershipChange | ConsentChange | UnsubscribeChange | RecordChange

type WithoutIdentity<C> = C extends unknown ? Omit<C, 'id' | 'row'> : never
/** A change before it has an id and a row. */
export type ChangeDraft = WithoutIdentity<Change>

export interface ContactKey {
  /** Known for people the mirror has. */
  readonly remoteId: RemoteId | null
  readonly email: string | null
  /** E.164. Only where it is needed to send the change, or to know the person. */
  readonly phone?: string
  /** Only where nothing else tells who this is. */
  readonly externalId?: string
}

/**
 * What a plan says about a row: exactly one for each row of the file. `leave` is somebody who is no row of it: in mode
 * mirror they have a row of the plan each, numbered after the file's last one.
 */
export const rowKinds = [
  'create',
  'update',
  'delete',
  'leave',
  'unchanged',
  'held-back',
  'invalid',
  'duplicate',
  'left-out',
] as const
export type RowKind = (typeof rowKinds)[number]

/** Kinds of rows of which something is sent, whoever it is about. */
export const sentKinds: readonly RowKind[] = ['create', 'update', 'delete', 'leave']

/** What became of a row: exactly one for each row of the file. */
export const rowOutcomes = [
  'written',
  'accepted',
  'partly-written',
  'unchanged',
  'held-back',
  'invalid',
  'duplicate',
  'left-out',
  'rejected',
  'in-doubt',
  'not-sent',
] as const
export type RowOutcome = (typeof rowOutcomes)[number]

/** `stopped` can be gone on with; `cancelled` was ended for good by the user, what is left is not sent. */
export type RunStatus = 'running' | 'stopped' | 'finished' | 'cancelled'

/** What became of one change. */
export type StepStatus = 'written' | 'accepted' | 'rejected' | 'held-back'

// ─── Settings ──────────────────────────────────────────────────────────────────────────────────────────────

/** The colours that a user can give a connection, so that accounts are told apart at a glance. */
export const connectionColours = ['teal', 'blue', 'violet', 'pink', 'red', 'orange', 'lime', 'grey'] as const
export type ConnectionColour = (typeof connectionColours)[number]

/** What the user chose for the whole program. Never a secret. */
export interface Settings {
  readonly theme: 'system' | 'light' | 'dark'
  /** ISO 3166-1 alpha-2; `null`: guessed from each file. */
  readonly defaultCountry: string | null
  /** `null`: guessed from each file. */
  readonly dateOrder: DateOrder | null
  /** How many days values of people stay in the journal and in staged files; `null`: until forgotten by hand. */
  readonly keepValuesDays: number | null
  /** A notification of the system when a run that took long has ended. */
  readonly notifyWhenDone: boolean
  /** The id under which Kit knows this program when people sign in there; `null`: none is known. No secret. */
  readonly kitClientId: string | null
}
