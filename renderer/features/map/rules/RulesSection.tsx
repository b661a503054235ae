import { ActionIcon, Group, Select, Stack, Text } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import type { Action, Rule } from '../../../../shared/rules/rules.ts'
import { useMap } from '../MapContext.tsx'
import { ActionTarget, firstAction } from './ActionTarget.tsx'
import { Add, FilterEditor } from './FilterEditor.tsx'
import classes from './Rules.module.css'

/** What is done with some people only: IF … THEN …, one after the other. */
export function RulesSection() {
  const { spec, edit } = useMap()
  const rules = spec.rules ?? []
  const set = (next: readonly Rule[]) =>
    edit({ of: 'choice', change: { rules: next.length === 0 ? undefined : next } })
  return (
    <Stack gap="md">
      <Text size="sm" c="dimmed">
        Beside what is done with everyone. Where two rules say the opposite, the later one counts.
      </Text>
      {rules.map((rule, at) => (
        <OneRule
          key={at}
          rule={rule}
          number={at + 1}
          onChange={(next) => set(rules.map((one, n) => (n === at ? next : one)))}
          onRemove={() => set(rules.filter((_, n) => n !== at))}
        />
      ))}
      <Add words="Add a rule" onAdd={() => set([...rules, newRule])} />
    </Stack>
  )
}

const newRule: Rule = { when: null, then: [] }

function OneRule({
  rule,
  number,
  onChange,
  onRemove,
}: {
  readonly rule: Rule
  readonly number: number
  readonly onChange: (rule: Rule) => void
  readonly onRemove: () => void
}) {
  const scene = useMap()
  const { when, then } = rule
  const setThen = (next: readonly Action[]) => onChange({ ...rule, then: next })
  return (
    <section className={classes.group} aria-label={`Rule ${number}`}>
      <Group justify="space-between" wrap="nowrap">
        <span className={classes.word}>IF</span>
        <ActionIcon variant="subtle" color="gray" aria-label={`Remove rule ${number}`} onClick={onRemove}>
          <IconX size={15} />
        </ActionIcon>
      </Group>
      {when === null ? <Text size="sm">Always, for every row that counts.</Text> : null}
      <FilterEditor filter={when} onChange={(next) => onChange({ ...rule, when: next })} />
      <span className={classes.word}>THEN</span>
      {then.map((action, at) => (
        <Group key={at} gap={4} wrap="nowrap" align="flex-start">
          <Stack gap={4} flex={1} miw={0}>
            <Select
              size="xs"
              aria-label={`What rule ${number} does`}
              data={[...actionWords]}
              value={action.do}
              allowDeselect={false}
              onChange={(value) => {
                const next = firstAction(value as Action['do'], scene)
                if (next !== null) setThen(then.map((one, n) => (n === at ? next : one)))
              }}
            />
            <ActionTarget
              action={action}
              onChange={(next) => setThen(then.map((one, n) => (n === at ? next : one)))}
            />
          </Stack>
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={`Remove what rule ${number} does`}
            onClick={() => setThen(then.filter((_, n) => n !== at))}
          >
            <IconX size={15} />
          </ActionIcon>
        </Group>
      ))}
      <Add
        words={then.length === 0 ? 'Add what is done' : 'And also'}
        onAdd={() => {
          const action = firstAction('join', scene) ?? firstAction('set', scene)
          if (action !== null) setThen([...then, action])
        }}
      />
    </section>
  )
}

const actionWords: readonly { readonly value: Action['do']; readonly label: string }[] = [
  { value: 'join', label: 'Put them into …' },
  { value: 'leave', label: 'Take them out of …' },
  { value: 'set', label: 'Set a field' },
  { value: 'unsubscribe', label: 'Unsubscribe them, for good' },
]

/** Which rows count at all. */
export function FilterSection() {
  const { spec, edit } = useMap()
  return (
    <Stack gap="xs">
      <Text size="sm" c="dimmed">
        Rows that don’t fit are left out of the run, and shown as such.
      </Text>
      <FilterEditor
        filter={spec.filter ?? null}
        onChange={(filter) => edit({ of: 'choice', change: { filter: filter ?? undefined } })}
      />
    </Stack>
  )
}
