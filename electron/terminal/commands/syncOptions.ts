import { type Command, Option } from 'commander'
import { type DuplicateRule, duplicateRules } from '../../../shared/contract/plans.ts'
import { type Delimiter, type Encoding, encodings, type Mode } from '../../../shared/model.ts'
import type { AddressPart } from '../../../shared/values/foldAlike.ts'
import type { AudienceChoice } from '../chooseAudiences.ts'
import type { ConsentOptions } from '../chooseConsent.ts'
import type { ListOptions } from '../chooseLists.ts'
import type { MappingOptions } from '../chooseMapping.ts'
import { addressPart, countryCode, delimiterMark, headerRecord } from '../optionValues.ts'

/** Options of `plan` and `run`, as commander hands them over. */
/** How the file is read; what is left out is detected. */
export interface FileOptions {
  readonly encoding?: Encoding
  readonly delimiter?: Delimiter
  readonly quote?: '"' | "'"
  readonly header?: number | null
  readonly sheet?: string
  readonly onlyFile?: readonly string[]
  /** Without edits that were made to its rows before. */
  readonly fresh?: boolean
}

export interface SyncOptions extends MappingOptions, ConsentOptions, FileOptions, ListOptions {
  readonly to?: string
  readonly form: readonly string[]
  readonly tag: readonly string[]
  readonly sequence: readonly string[]
  readonly list: readonly string[]
  /** `true`: under a name of our own. */
  readonly tagImport?: string | true
  readonly where: readonly string[]
  readonly then: readonly string[]
  readonly askFrom: readonly string[]
  readonly idColumn?: string
  readonly agreed: readonly string[]
  readonly ignoreLeftList?: boolean
  readonly mode: Mode
  readonly recipe?: string
  readonly cursor?: string
  readonly duplicates: DuplicateRule
  readonly sameAddress: AddressPart[]
  readonly heldBack: 'skip' | 'fields-only'
  readonly doubleOptIn?: boolean
  readonly onlyPlaced?: boolean
  readonly secretStdin?: boolean
  readonly saveAs?: string
}

function severalTimes(flags: string, description: string): Option {
  return new Option(flags, description)
    .argParser((value, before: readonly string[]) => [...before, value])
    .default([])
}

function oneOf(flags: string, description: string, choices: readonly string[]): Option {
  return new Option(flags, description).choices(choices)
}

/** Adds everything that decides a plan. */
export function addSyncOptions(command: Command): Command {
  addRuleOptions(command.optionsGroup('IF and THEN:'))
  addGoalOptions(command.optionsGroup('Where people go:'))
  addConsentOptions(command.optionsGroup(consentHeading))
  addMappingOptions(command.optionsGroup('Which column fills which field (matched by itself; see the plan):'))
  addMemoryOption(command)
  addStepOptions(command.optionsGroup(stepHeading))
  addTableOption(command)
  addModeOptions(command.optionsGroup('What is sent:'))
  addFileOptions(command.optionsGroup('How the file is read (detected by itself):'))
  return command
    .optionsGroup('Options:')
    .option('--save-as <name>', 'keep all of this as a saved sync under this name')
}

function addRuleOptions(command: Command): void {
  command
    .addOption(
      severalTimes(
        '--where <condition>',
        'only rows count of which this is true: City=Oslo|Rome, Age>30, account.state=active, tag.VIP=no, account=new; with “and” or “or”, again for more that must be true',
      ),
    )
    .addOption(
      severalTimes(
        '--then <rule>',
        '"if City=Oslo: join tag VIP; leave tag Old; set Plan=gold; unsubscribe"; without “if …:” for everyone (again for more)',
      ),
    )
}
export const stepHeading = 'What becomes of cells (nothing by itself but spaces at their ends):'

function addGoalOptions(command: Command): void {
  command
    .option('--to <connection>', 'account to send to, by name; not needed when there is only one')
    .option('--secret-stdin', 'ask for the account key, or read it from a pipe, for this command only')
    .addOption(severalTimes('--form <name>', 'add people to this form (again for more)'))
    .addOption(severalTimes('--tag <name>', 'give people this tag (again for more)'))
    .addOption(severalTimes('--sequence <name>', 'add people to this sequence (again for more)'))
    .option(
      '--tag-import [name]',
      'make a new tag or list for everyone this import writes; after the file, or as --tag-import=NAME',
    )
    .option('--double-opt-in', 'new people are asked to confirm by a Kit form that is set to; needs --form')
    .option('--only-placed', 'create nobody who is not put into a form, tag or sequence')
    .addOption(severalTimes('--list <name>', 'add people to this Klaviyo list; this is not consent'))
    .addOption(
      severalTimes('--tags-from <column>', 'each value of this column is a Kit tag: "vip; newsletter"'),
    )
    .addOption(severalTimes('--lists-from <column>', 'each value of this column is a Klaviyo list'))
    .option('--separators <signs>', 'signs between two values of a cell (, ; and | otherwise)')
    .option('--make-missing', 'make the tags or lists of --tags-from and --lists-from that are not there')
}

const consentHeading =
  'Subscribe people (Klaviyo): says that they agreed to be written to, which a list alone does not:'

function addConsentOptions(command: Command): void {
  command
    .addOption(
      oneOf(
        '--subscribe <channel>',
        'subscribe people to email, sms (text messages) or both; never who left',
        ['email', 'sms', 'both'],
      ),
    )
    .option(
      '--subscribe-list <name>',
      'the list they agreed to; with double opt-in it mails them to confirm, unless --consented-at says when they agreed',
    )
    .option(
      '--consented-at <column or date>',
      'when they agreed, in the past; a row without a date is not subscribed',
    )
    .option(
      '--consent-source <words>',
      'where they agreed, e.g. "Booth, trade fair 2026"; shown in the account',
    )
}

export function addMappingOptions(command: Command): void {
  command
    .option('--no-suggestions', 'use no column that is not named here')
    .addOption(severalTimes('--map <column=field>', 'a column fills this field'))
    .addOption(severalTimes('--ignore <column>', 'a column is not used'))
    .addOption(
      severalTimes(
        '--set <field=value>',
        'the same value for everyone, or columns joined: "Name={First} {Last}"; {{ is a brace',
      ),
    )
    .addOption(severalTimes('--left <column=yes|no|any-value>', 'a column says who left, by this answer'))
    .addOption(severalTimes('--write <field=rule>', 'always, if-empty or only-new'))
    .addOption(
      severalTimes('--clear-blanks <field>', 'a blank cell clears this field (otherwise it is left alone)'),
    )
    .addOption(
      new Option('--country <code>', 'country of phone numbers written without one, e.g. US').argParser(
        countryCode,
      ),
    )
    .option('--country-column <column>', 'a column names the country of each phone number')
    .addOption(oneOf('--dates <order>', 'how 03/04/2026 is read', ['day-month', 'month-day']))
    .addOption(oneOf('--decimal <mark>', 'how 1.234 is read', ['.', ',']))
}

/** Of files about people. */
function addMemoryOption(command: Command): void {
  command.addOption(
    new Option('--remembered', 'map as the last file of the same columns, in place of all of this').conflicts(
      [
        'map',
        'ignore',
        'set',
        'left',
        'write',
        'clearBlanks',
        'step',
        'split',
        'value',
        'valuesAs',
        'otherValues',
      ],
    ),
  )
}

function addTableOption(command: Command): void {
  command.addOption(
    severalTimes(
      '--values-as <field=table>',
      'values become what they usually do: country-codes, country-names, yes-no, genders, language-codes, one-spelling (see values)',
    ),
  )
}

/** What is done to cells before they are sent. */
export function addStepOptions(command: Command): void {
  command
    .addOption(
      severalTimes(
        '--step <field=step>',
        'change the cells of a field; several go in turn. Steps: trim, collapse-spaces, lower-case, upper-case, title-case; ' +
          'first, last, rest or start (words; first:, by a comma); replace:a=>b, pattern:a=>b (RE2; $1 is what was found); ' +
          'date:day-month, date:month-day, number:. or number:, and yes-no (yes-no:ja/nein), phone',
      ),
    )
    .addOption(
      severalTimes(
        '--split <column=field+field>',
        'first word to one field, the rest to the other; "City=City+State:," by a comma',
      ),
    )
    .addOption(severalTimes('--value <field:from=>to>', 'a value becomes another one: "Country:Germany=>DE"'))
    .addOption(
      severalTimes(
        '--other-values <field=what>',
        'of values that --value does not name: leave (otherwise), blank, refuse, or =text for the same text',
      ),
    )
}

function addModeOptions(command: Command): void {
  command
    .addOption(
      oneOf(
        '--mode <mode>',
        'which rows are sent; mirror also takes whoever is no longer in the file out of the tag or list',
        ['changed', 'append', 'full-refresh', 'mirror'],
      ).default('changed'),
    )
    .addOption(
      severalTimes(
        '--ask-from <share>',
        'when so much at once needs its number: leave=20, change=50, shrink=50 (percent, or off), people=100',
      ),
    )
    .option(
      '--id-column <column>',
      'a column, such as a customer number, that tells the same person from file to file: a new address is then written to the person who had it',
    )
    .option(
      '--ignore-left-list',
      'don’t hold back who left another account, or as another file said; who left this account is held back all the same',
    )
    .addOption(
      severalTimes(
        '--agreed <address=how you know>',
        'one person who is held back goes all the same, on your word; the note is kept with the run (again for more)',
      ),
    )
    .option('--recipe <name>', 'for append: the name under which dealt-with rows are remembered')
    .option('--cursor <column>', 'for append: only rows beyond the highest value of this column so far')
    .addOption(
      oneOf('--duplicates <rule>', 'which of several rows with the same address counts', [
        ...duplicateRules,
      ]).default('last'),
    )
    .addOption(
      new Option(
        '--same-address <part>',
        'what addresses may differ in and be the same, beside upper and lower case; plus-tag (ann+shop@…) or gmail-dots; several times',
      )
        .argParser((part: string, before: AddressPart[]) => [...before, addressPart(part)])
        .default([]),
    )
    .addOption(
      oneOf('--held-back <rule>', 'what is done with people who left; they never join anything', [
        'skip',
        'fields-only',
      ]).default('skip'),
    )
}

export function addFileOptions(command: Command): void {
  command
    .addOption(oneOf('--encoding <name>', 'text encoding', encodings))
    .addOption(new Option('--delimiter <mark>', 'one of , ; | or tab').argParser(delimiterMark))
    .addOption(oneOf('--quote <mark>', 'quote mark', ['"', "'"]))
    .option('--sheet <name>', 'of a workbook: the sheet with the list')
    .option('--fresh', 'read it anew, without the edits that `check` made to its rows before')
    .addOption(severalTimes('--only-file <name>', 'of an archive: only this file in it (again for more)'))
    .addOption(
      new Option('--header <record>', 'number of the record with the column names, or none').argParser(
        headerRecord,
      ),
    )
}

/** The forms, tags, sequences and lists that were asked for. */
export function audienceChoices({ form, tag, sequence, list }: SyncOptions): AudienceChoice[] {
  return [
    ...form.map((nameOrId) => ({ kind: 'form', nameOrId }) as const),
    ...tag.map((nameOrId) => ({ kind: 'tag', nameOrId }) as const),
    ...sequence.map((nameOrId) => ({ kind: 'sequence', nameOrId }) as const),
    ...list.map((nameOrId) => ({ kind: 'list', nameOrId }) as const),
  ]
}
