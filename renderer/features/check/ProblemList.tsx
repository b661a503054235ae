import { Loader, UnstyledButton } from '@mantine/core'
import { IconAlertTriangle, IconCircleX, IconEye } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import type { CheckGroup, CheckView } from '../../../shared/contract/check.ts'
import { checkTitles, type CheckWeight } from '../../../shared/check/checkKinds.ts'
import type { PlanSpec } from '../../../shared/contract/plans.ts'
import type { SourceInfo } from '../../../shared/model.ts'
import { useEngine } from '../../EngineContext.tsx'
import { count } from '../../words.ts'
import classes from './Check.module.css'
import type { Shown } from './shown.ts'

interface ProblemListProps {
  readonly source: SourceInfo
  readonly spec: PlanSpec
  readonly view: CheckView
  readonly shown: Shown
  readonly onShown: (shown: Shown) => void
}

/** The kinds of problems with their counts, and the other ways of looking at the rows. */
export function ProblemList({ source, spec, view, shown, onShown }: ProblemListProps) {
  const entry = (is: Exclude<Shown['is'], 'group'>, title: string, rows: number | ReactNode) => (
    <Entry isHere={shown.is === is} title={title} rows={rows} onOpen={() => onShown({ is })} />
  )
  return (
    <nav aria-label="What is shown">
      <ul className={classes.list}>
        {entry('problems', 'All problems', view.problemRows)}
        {view.groups.map((group) => (
          <Entry
            key={`${group.kind} ${group.column ?? ''} ${group.weight}`}
            isHere={shown.is === 'group' && shown.kind === group.kind && shown.column === group.column}
            weight={group.weight}
            title={checkTitles[group.kind]}
            words={wordsOf(group, source)}
            rows={group.rows}
            onOpen={() => onShown({ is: 'group', kind: group.kind, column: group.column })}
          />
        ))}
      </ul>
      <ul className={classes.list}>
        {spec.object
          ? null
          : entry('duplicates', 'Same person twice', <DuplicateCount spec={spec} view={view} />)}
        {entry('edited', 'Edited', view.editedRows)}
        {entry('skipped', 'Skipped', view.skippedRows)}
        {entry('all', 'All rows', view.rows)}
      </ul>
    </nav>
  )
}

function wordsOf({ column, fixable, rows }: CheckGroup, source: SourceInfo): string {
  const name = column === null ? '' : (source.columns[column]?.name ?? '')
  if (fixable === 0) return name
  const fixes = fixable === rows ? 'all can be fixed' : `${count(fixable)} can be fixed`
  return name === '' ? fixes : `${name}, ${fixes}`
}

function DuplicateCount({ spec, view }: { readonly spec: PlanSpec; readonly view: CheckView }) {
  const { engine } = useEngine()
  const { source, sameAddress = [], duplicates: rule } = spec
  const found = useQuery({
    queryKey: ['sources', 'check duplicates', source, view.revision, sameAddress, 'count'],
    queryFn: () =>
      engine.check.duplicates({ source, rule, sameAddress: [...sameAddress], offset: 0, limit: 1 }),
  })
  if (found.isPending) return <Loader size={10} role="img" aria-label="Looking for rows of one person" />
  return found.data === undefined ? '–' : count(found.data.rows)
}

const weights: Readonly<Record<CheckWeight, { readonly words: string; readonly icon: ReactNode }>> = {
  row: { words: 'The row can’t go as it is', icon: <IconCircleX size={15} /> },
  value: { words: 'The row goes without this value', icon: <IconAlertTriangle size={15} /> },
  look: { words: 'It goes as it is', icon: <IconEye size={15} /> },
}

function Entry({
  isHere,
  weight,
  title,
  words = '',
  rows,
  onOpen,
}: {
  readonly isHere: boolean
  readonly weight?: CheckWeight
  readonly title: string
  readonly words?: string
  readonly rows: ReactNode
  readonly onOpen: () => void
}) {
  const mark = weight === undefined ? null : weights[weight]
  return (
    <li>
      <UnstyledButton className={classes.entry} aria-current={isHere || undefined} onClick={onOpen}>
        {mark === null ? null : (
          <span className={classes.weight} data-weight={weight} title={mark.words}>
            {mark.icon}
          </span>
        )}
        <span className={classes.entryText}>
          <span className={classes.entryTitle}>{title}</span>
          {words === '' ? null : <span className={classes.entryWords}>{words}</span>}
        </span>
        <span className={classes.entryCount}>{typeof rows === 'number' ? count(rows) : rows}</span>
      </UnstyledButton>
    </li>
  )
}
