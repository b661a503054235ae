import type { PlanPart, PlanRowView } from '../../../shared/contract/plans.ts'
import { consentWords } from '../../components/ChangeList.tsx'
import type { GridColumn } from '../../components/grid/gridColumns.ts'
import { Meaning } from '../../components/Meaning.tsx'
import { OpenButton } from '../../components/OpenButton.tsx'
import type { PartLabels } from '../../usePartLabels.ts'
import { count } from '../../words.ts'
import { DiffCell } from './DiffCell.tsx'
import type { ShownKind } from './KindTabs.tsx'
import classes from './Review.module.css'
import { diffOf } from './rowChanges.ts'

interface ColumnParts {
  readonly shown: ShownKind
  readonly parts: readonly PlanPart[]
  readonly labels: PartLabels
  readonly onOpen: (row: PlanRowView) => void
}

/** What a plan's rows show: who, why, and the fields beside each other where something is sent. */
export function planColumns(given: ColumnParts): readonly GridColumn<PlanRowView>[] {
  const { shown } = given
  const sends = shown === 'create' || shown === 'update'
  return [
    email(given),
    { key: 'row', title: 'Row', width: 74, align: 'end', render: ({ row }) => count(row) },
    ...(shown === 'all' ? [kind] : []),
    ...(sends ? [...fields(given), ...joins(given), warning] : [reason, ...summary(given)]),
  ]
}

function email({ onOpen }: ColumnParts): GridColumn<PlanRowView> {
  return {
    key: 'email',
    title: 'Email',
    width: 210,
    grow: 1,
    render: (row) => (
      <OpenButton label={`Open row ${row.row}`} onOpen={() => onOpen(row)}>
        {row.email ?? 'no address'}
      </OpenButton>
    ),
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

const warning: GridColumn<PlanRowView> = {
  key: 'warning',
  title: 'To look at',
  width: 180,
  grow: 2,
  render: (row) => <span title={row.warning ?? undefined}>{sentence(row.warning ?? '')}</span>,
}

function fields({ parts, shown }: ColumnParts): readonly GridColumn<PlanRowView>[] {
  return parts.flatMap(({ part, label }) => {
    if (!('field' in part) || part.field === 'email') return []
    const { field } = part
    return [
      {
        key: `field ${field}`,
        title: label,
        width: shown === 'update' ? 190 : 130,
        grow: 1,
        render: (row: PlanRowView) => {
          const diff = diffOf(row).fields.find((one) => one.field === field)
          return diff === undefined ? null : <DiffCell diff={diff} isNew={row.kind === 'create'} />
        },
      },
    ]
  })
}

function joins({ parts, labels }: ColumnParts): readonly GridColumn<PlanRowView>[] {
  const some = parts.some(({ part }) => 'audience' in part)
  if (!some) return []
  return [
    {
      key: 'joins',
      title: 'Put into',
      width: 170,
      grow: 1,
      render: (row) => {
        const { joins: memberships, consents } = diffOf(row)
        return (
          <>
            {memberships.map(({ audience, on }) => (
              <span
                key={`${audience.kind} ${audience.id}`}
                className={classes.join}
                data-off={!on || undefined}
              >
                {labels.audience(audience)}
              </span>
            ))}
            {consents.map((consent) => (
              <span key={consent.id} className={classes.join} data-off={!consent.on || undefined}>
                {consentWords(consent, labels)}
              </span>
            ))}
          </>
        )
      },
    },
  ]
}

/** All that changes in a line, where rows of several kinds stand under each other. */
function summary({ labels, shown }: ColumnParts): readonly GridColumn<PlanRowView>[] {
  if (shown !== 'all' && shown !== 'held-back' && shown !== 'left-out') return []
  return [
    {
      key: 'changes',
      title: 'Changes',
      width: 260,
      grow: 3,
      render: (row) => {
        const { fields: diffs, joins: memberships } = diffOf(row)
        return (
          <>
            {diffs.map((diff) => (
              <span key={diff.field} className={classes.inline}>
                <span className={classes.label}>{labels.field(diff.field)}</span>
                <DiffCell diff={diff} isNew={row.kind === 'create'} />
              </span>
            ))}
            {memberships.map(({ audience, on }) => (
              <span
                key={`${audience.kind} ${audience.id}`}
                className={classes.join}
                data-off={!on || undefined}
              >
                {labels.audience(audience)}
              </span>
            ))}
          </>
        )
      },
    },
  ]
}

function sentence(text: string): string {
  return text === '' ? '' : text.charAt(0).toUpperCase() + text.slice(1)
}
