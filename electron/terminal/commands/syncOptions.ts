import { type Command, Option } from 'commander'
import type { AudienceChoice } from '../chooseAudiences.ts'
import type { MappingOptions } from '../chooseMapping.ts'

/** Options of `plan` and `run`, as commander hands them over. */
export interface SyncOptions extends MappingOptions {
  readonly to?: string
  readonly form: readonly string[]
  readonly tag: readonly string[]
  readonly sequence: readonly string[]
  readonly mode: 'changed' | 'append' | 'full-refresh'
  readonly recipe?: string
  readonly cursor?: string
  readonly duplicates: 'last' | 'first'
  readonly heldBack: 'skip' | 'fields-only'
  readonly encoding?: 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252' | 'iso-8859-15' | 'macintosh'
  readonly delimiter?: string
  readonly quote?: '"' | "'"
  readonly header?: string
  readonly secretStdin?: boolean
}

function severalTimes(flags: string, description: string): Option {
  return new Option(flags, description)
    .argParser((value, before: readonly string[]) => [...before, value])
    .default([], 'none')
}

/** Adds everything that decides a plan. */
export function addSyncOptions(command: Command): Command {
  return command
    .option('--to <connection>', 'account to send to, by name; not needed when there is only one')
    .addOption(severalTimes('--form <name>', 'add people to this form (again for more)'))
    .addOption(severalTimes('--tag <name>', 'give people this tag (again for more)'))
    .addOption(severalTimes('--sequence <name>', 'add people to this sequence (again for more)'))
    .addOption(
      new Option('--mode <mode>', 'what is sent')
        .choices(['changed', 'append', 'full-refresh'])
        .default('changed'),
    )
    .option('--recipe <name>', 'for append: the name under which dealt-with rows are remembered')
    .option('--cursor <column>', 'for append: only rows beyond the highest value of this column so far')
    .addOption(
      new Option('--duplicates <rule>', 'which of several rows with the same address counts')
        .choices(['last', 'first'])
        .default('last'),
    )
    .addOption(
      new Option('--held-back <rule>', 'what is done with people who left; they never join anything')
        .choices(['skip', 'fields-only'])
        .default('skip'),
    )
    .addOption(severalTimes('--map <column=field>', 'a column fills this field'))
    .addOption(severalTimes('--ignore <column>', 'a column is not used'))
    .addOption(severalTimes('--set <field=value>', 'the same value for everyone'))
    .addOption(severalTimes('--left <column=yes|no|any-value>', 'a column says who left, by this answer'))
    .addOption(severalTimes('--write <field=rule>', 'always, if-empty or only-new'))
    .addOption(
      severalTimes('--clear-blanks <field>', 'a blank cell clears this field (otherwise it is left alone)'),
    )
    .option('--country <code>', 'country of phone numbers written without one, e.g. US')
    .addOption(new Option('--dates <order>', 'how 03/04/2026 is read').choices(['day-month', 'month-day']))
    .addOption(new Option('--decimal <mark>', 'how 1.234 is read').choices(['.', ',']))
    .addOption(
      new Option('--encoding <name>', 'text encoding, if detection is wrong').choices([
        'utf-8',
        'utf-16le',
        'utf-16be',
        'windows-1252',
        'iso-8859-15',
        'macintosh',
      ]),
    )
    .option('--delimiter <mark>', 'one of , ; | or tab, if detection is wrong')
    .addOption(new Option('--quote <mark>', 'quote mark, if detection is wrong').choices(['"', "'"]))
    .option('--header <record>', 'number of the record with the column names, or none')
    .option('--secret-stdin', 'read the account key from standard input for this command only')
}

export function audienceChoices({ form, tag, sequence }: SyncOptions): AudienceChoice[] {
  return [
    ...form.map((nameOrId) => ({ kind: 'form', nameOrId }) as const),
    ...tag.map((nameOrId) => ({ kind: 'tag', nameOrId }) as const),
    ...sequence.map((nameOrId) => ({ kind: 'sequence', nameOrId }) as const),
  ]
}
