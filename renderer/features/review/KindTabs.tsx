import { Tabs } from '@mantine/core'
import type { ReactNode } from 'react'
import type { PlanSummary } from '../../../shared/contract/plans.ts'
import { Meaning } from '../../components/Meaning.tsx'
import { count, counted } from '../../words.ts'
import { isWhollyOff, rowKinds, type ShownKind } from './planSums.ts'
import classes from './Review.module.css'

/** The kinds of rows with their counts, which add up to the rows of the file. */
export function KindTabs({
  summary,
  shown,
  onShown,
  children,
}: {
  readonly summary: PlanSummary
  readonly shown: ShownKind
  readonly onShown: (kind: ShownKind) => void
  readonly children: ReactNode
}) {
  return (
    <Tabs
      value={shown}
      onChange={(value) => onShown((value ?? 'all') as ShownKind)}
      classNames={{
        root: classes.tabs ?? '',
        list: classes.tabList ?? '',
        tab: classes.tab ?? '',
        panel: classes.panel ?? '',
      }}
    >
      <Tabs.List aria-label={`${counted(summary.source.rows, 'row')} by what happens to them`}>
        {rowKinds
          .filter((kind) => kind !== 'delete' || summary.object !== null)
          .filter((kind) => kind !== 'leave' || summary.mode === 'mirror')
          .map((kind, index) => (
            <Tabs.Tab
              key={kind}
              value={kind}
              data-none={(summary.counts[kind] === 0 && !isWhollyOff(summary, kind)) || undefined}
            >
              <span className={classes.count}>
                {index > 0 ? (
                  <span className={classes.plus} aria-hidden>
                    +
                  </span>
                ) : null}
                {count(summary.counts[kind])}
              </span>
              <Meaning of={kind} />
            </Tabs.Tab>
          ))}
        <Tabs.Tab value="all">
          <span className={classes.count}>
            <span className={classes.plus} aria-hidden>
              =
            </span>
            {count(summary.source.rows + (summary.leavers ?? 0))}
          </span>
          <span className={classes.allWords}>
            {summary.leavers === undefined ? 'All rows' : 'All of them'}
          </span>
        </Tabs.Tab>
      </Tabs.List>
      <Tabs.Panel value={shown} tabIndex={-1}>
        {children}
      </Tabs.Panel>
    </Tabs>
  )
}
