import { Anchor, Group, SegmentedControl, Stack, Text } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import type { ConditionGroup, Filter } from '../../../../shared/rules/rules.ts'
import { useMap } from '../MapContext.tsx'
import { ConditionRow } from './ConditionRow.tsx'
import { firstCondition, subjectChoices } from './conditionWords.ts'
import { MatchCount } from './MatchCount.tsx'
import classes from './Rules.module.css'

/** Conditions in groups, all or any of which must be true, with how many rows that is. `null`: every row. */
export function FilterEditor({
  filter,
  onChange,
}: {
  readonly filter: Filter | null
  readonly onChange: (filter: Filter | null) => void
}) {
  const scene = useMap()
  const groups = filter?.groups ?? []
  const match = filter?.match ?? 'all'
  const [first] = subjectChoices(scene)
  const setGroups = (next: readonly ConditionGroup[]): void => {
    const kept = next.filter(({ conditions }) => conditions.length > 0)
    onChange(kept.length === 0 ? null : { match, groups: kept })
  }
  const replaced = (at: number, group: ConditionGroup) => groups.map((one, n) => (n === at ? group : one))
  const add = (at: number | null): void => {
    if (first === undefined) return
    const condition = firstCondition(first.of)
    const group = at === null ? undefined : groups[at]
    if (at === null || group === undefined) setGroups([...groups, { match: 'all', conditions: [condition] }])
    else setGroups(replaced(at, { ...group, conditions: [...group.conditions, condition] }))
  }
  return (
    <Stack gap="xs">
      {groups.map((group, at) => (
        <Stack key={at} gap={6}>
          {at > 0 ? (
            <Joint
              label="Between the groups"
              match={match}
              onMatch={(next) => onChange({ match: next, groups })}
            />
          ) : null}
          <div className={classes.group} role="group" aria-label={`Group ${at + 1} of conditions`}>
            {group.conditions.map((condition, n) => (
              <Stack key={n} gap={6}>
                {n > 0 ? (
                  <Joint
                    label="Between the conditions"
                    match={group.match}
                    onMatch={(next) => setGroups(replaced(at, { ...group, match: next }))}
                  />
                ) : null}
                <ConditionRow
                  condition={condition}
                  onChange={(next) =>
                    setGroups(
                      replaced(at, {
                        ...group,
                        conditions: group.conditions.map((one, m) => (m === n ? next : one)),
                      }),
                    )
                  }
                  onRemove={() =>
                    setGroups(
                      replaced(at, { ...group, conditions: group.conditions.filter((_, m) => m !== n) }),
                    )
                  }
                />
              </Stack>
            ))}
            <Add words="Add a condition" onAdd={() => add(at)} />
          </div>
        </Stack>
      ))}
      <Group justify="space-between" gap="xs">
        <Add words={groups.length === 0 ? 'Add a condition' : 'Add a group'} onAdd={() => add(null)} />
        {filter === null ? null : <MatchCount filter={filter} />}
      </Group>
    </Stack>
  )
}

function Joint({
  label,
  match,
  onMatch,
}: {
  readonly label: string
  readonly match: Filter['match']
  readonly onMatch: (match: Filter['match']) => void
}) {
  return (
    <SegmentedControl
      size="xs"
      aria-label={label}
      style={{ alignSelf: 'flex-start' }}
      data={[
        { value: 'all', label: 'and' },
        { value: 'any', label: 'or' },
      ]}
      value={match}
      onChange={(value) => onMatch(value)}
    />
  )
}

export function Add({ words, onAdd }: { readonly words: string; readonly onAdd: () => void }) {
  return (
    <Anchor component="button" type="button" size="sm" onClick={onAdd} ta="start">
      <Group gap={4} wrap="nowrap" component="span">
        <IconPlus size={14} aria-hidden />
        <Text component="span" size="sm">
          {words}
        </Text>
      </Group>
    </Anchor>
  )
}
