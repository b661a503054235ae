import type { PlanPart, PlanRowView, PlanSummary } from '../../../shared/contract/plans.ts'
import { assertNever } from '../../../shared/errors.ts'
import { consentWords } from '../../components/ChangeList.tsx'
import type { GridColumn } from '../../components/grid/gridColumns.ts'
import { Meaning } from '../../components/Meaning.tsx'
import { OpenButton } from '../../components/OpenButton.tsx'
import type { PartLabels } from '../../usePartLabels.ts'
import { count } from '../../words.ts'
import { rowTitle } from '../objects/objectWords.ts'
import { DiffCell } from './DiffCell.tsx'
import type { ShownKind } from './planSums.ts'
import classes from './Review.module.css'
import { diffOf } from './rowChanges.ts'

interface ColumnParts {
  readonly shown: ShownKind
  readonly parts: readonly PlanPart[]
  readonly labels: PartLabels
  readonly hasWarnings: boolean
  readonly subscribes: boolean
  /** Whether fields of people who left are sent. */
  readonly heldBackSends: boolean
  readonly object: PlanSummary['object']
  /** Rows are those of a run that is taken back. */
  readonly isUndo: boolean
  readonly onOpen: (row: PlanRowView) => void
}

/**
 * What a plan's rows show. New people have their fields beside each other, as in the file; of changed ones only what
 * changes stands in a line, as each of them changes in another place.
 */
export function planColumns(given: ColumnParts): readonly GridColumn<PlanRowView>[] {
  return [email(given), rowNumber(given), ...othersOf(given)]
}

function othersOf(given: ColumnParts): readonly GridColumn<PlanRowView>[] {
  const warnings = given.hasWarnings ? [warning] : []
  switch (given.shown) {
    case 'create':
      // What is new of a thing stands in a line: its kinds have other fields each.
      if (given.object !== null) return [changes(given), ...joins(given), ...warnings]
      return [...fields(given), ...joins(given), ...warnings]
    case 'update':
      if (given.object?.op === 'unsubscribe') return [loss(given), ...warnings]
      return [changes(given), ...joins(given), ...warnings]
    case 'delete':
      return [loss(given), ...warnings]
    case 'all':
      return [kind, details(given)]
    case 'held-back':
      return given.heldBackSends ? [reason, changes(given)] : [reason]
    case 'left-out':
      return [reason, changes(given)]
    case 'leave':
    case 'unchanged':
    case 'invalid':
    case 'duplicate':
      return [reason]
    default:
      return assertNever(given.shown)
  }
}

function email({ onOpen, object }: ColumnParts): GridColumn<PlanRowView> {
  return {
    key: 'email',
    title: rowTitle(object),
    width: 210,
    grow: 1,
    render: (row) => (
      <OpenButton label={`Open row ${row.row}`} onOpen={() => onOpen(row)}>
        {row.email ?? (object === null ? 'no address' : `row ${row.row}`)}
      </OpenButton>
    ),
  }
}

/** An undo has rows of its own: those of the run, in their order, of which something is taken back. */
function rowNumber({ isUndo }: ColumnParts): GridColumn<PlanRowView> {
  return {
    key: 'row',
    title: isUndo ? 'Row of the undo' : 'Row',
    width: isUndo ? 134 : 74,
    align: 'end',
    render: ({ row }) => count(row),
  }
}

const kind: GridColumn<PlanRowView> = {
  key: 'kind',
  title: 'What happens',
  width: 124,
  render: (row) => <Meaning of={row.kind} />,
}

const reason: GridColumn<PlanRowView> = {
  key: 'reason',
  title: 'Why',
  width: 220,
  grow: 2,
  render: (row) => (
    <span title={row.reason ?? row.warning ?? undefined}>{sentence(row.reason ?? row.warning ?? '')}</span>
  ),
}

/** What goes, and what with it. */
function loss({ labels }: ColumnParts): GridColumn<PlanRowView> {
  return { ...reason, title: 'What goes', render: (row) => <LossLine row={row} labels={labels} /> }
}

const warning: GridColumn<PlanRowView> = {
  key: 'warning',
  title: 'To look at',
  width: 180,
  grow: 2,
  render: (row) => <span title={row.warning ?? undefined}>{sentence(row.warning ?? '')}</span>,
}

function fields(given: ColumnParts): readonly GridColumn<PlanRowView>[] {
  return given.parts.flatMap(({ part, label }) => {
    if (!('field' in part) || part.field === 'email') return []
    const { field } = part
    return [
      {
        key: `field ${field}`,
        title: label,
        width: 108,
        grow: 1,
        render: (row: PlanRowView) => {
          const diff = diffOf(row).fields.find((one) => one.field === field)
          return diff === undefined ? null : <DiffCell diff={diff} isNew />
        },
      },
    ]
  })
}

function joins({ parts, labels, subscribes, isUndo }: ColumnParts): readonly GridColumn<PlanRowView>[] {
  if (!subscribes && !parts.some(({ part }) => 'audience' in part)) return []
  return [
    {
      key: 'joins',
      title: isUndo ? 'Taken out of' : 'Put into',
      width: 150,
      grow: 1,
      render: (row) => <JoinLine row={row} labels={labels} isUndo={isUndo} />,
    },
  ]
}

/** All fields that change, in a line. */
function changes({ labels }: ColumnParts): GridColumn<PlanRowView> {
  return {
    key: 'changes',
    title: 'Changes',
    width: 320,
    grow: 4,
    render: (row) => <FieldLine row={row} labels={labels} />,
  }
}

/** Why nothing is sent, or what is. */
function details({ labels }: ColumnParts): GridColumn<PlanRowView> {
  return {
    key: 'details',
    title: 'Why, and what',
    width: 380,
    grow: 4,
    render: (row) =>
      row.reason === null ? (
        <>
          <FieldLine row={row} labels={labels} />
          <JoinLine row={row} labels={labels} isUndo={false} />
        </>
      ) : (
        <span title={row.reason}>{sentence(row.reason)}</span>
      ),
  }
}

/** A deletion is said by what it destroys, leaving by what is left. */
function LossLine({ row, labels }: LineProps) {
  const { takings, joins: memberships } = diffOf(row)
  const left = memberships.map(({ audience }) => `Taken out of ${labels.audience(audience)}`)
  const words = row.reason ?? [...takings.map(({ words: said }) => said), ...left].join(', ')
  return <span title={words}>{sentence(words)}</span>
}

function FieldLine({ row, labels }: LineProps) {
  return diffOf(row).fields.map((diff) => (
    <span key={`${diff.field} ${diff.on}`} className={classes.inline}>
      <span className={classes.label}>{labels.field(diff.field)}</span>{' '}
      <DiffCell diff={diff} isNew={row.kind === 'create'} />
    </span>
  ))
}

interface LineProps {
  readonly row: PlanRowView
  readonly labels: PartLabels
}

function JoinLine({ row, labels, isUndo }: LineProps & { readonly isUndo: boolean }) {
  const { joins: memberships, consents } = diffOf(row)
  return (
    <>
      {memberships.map(({ audience, on, op }) => {
        const way = op === 'leave' && !isUndo ? 'out of ' : op === 'join' && isUndo ? 'back into ' : ''
        const words = `${way}${labels.audience(audience)}`
        return (
          <span
            key={`${audience.kind} ${audience.id}`}
            className={classes.join}
            title={words}
            data-off={!on || undefined}
          >
            {words}
          </span>
        )
      })}
      {consents.map((consent) => (
        <span key={consent.id} className={classes.join} data-off={!consent.on || undefined}>
          {consentWords(consent, labels)}
        </span>
      ))}
    </>
  )
}

function sentence(text: string): string {
  return text === '' ? '' : text.charAt(0).toUpperCase() + text.slice(1)
}
