import { ActionIcon, Button, Group, Menu, Stack, Text } from '@mantine/core'
import { IconArrowUp, IconPlus, IconX } from '@tabler/icons-react'
import type { FieldRule, Transform } from '../../../../shared/model.ts'
import { leadingWords, stepsAfterWords } from '../editSpec.ts'
import classes from '../Map.module.css'
import { useMap } from '../MapContext.tsx'
import { SplitMenu } from './SplitMenu.tsx'
import { StepFields } from './StepFields.tsx'
import { StepPreview } from './StepPreview.tsx'
import { newStep, stepKinds, stepTitle } from './stepWords.ts'

/** What else is done to cells on their way into a field: one step after the other, each with what it makes of ten rows. */
export function StepList({ rule }: { readonly rule: FieldRule }) {
  const { edit } = useMap()
  const words = leadingWords(rule.transforms)
  const steps = stepsAfterWords(rule.transforms)
  const set = (next: readonly Transform[]) => edit({ of: 'steps', field: rule.field, steps: next })
  return (
    <Stack gap="xs" className={classes.wide}>
      {steps.map((step, at) => {
        const title = stepTitle(step)
        const before = [...words, ...steps.slice(0, at)]
        return (
          <section key={at} className={classes.step} aria-label={`Step ${at + 1}: ${title}`}>
            <Group justify="space-between" wrap="nowrap" mb={6}>
              <Text size="sm" fw={600}>
                {at + 1}. {title}
              </Text>
              <Group gap={2} wrap="nowrap">
                {at === 0 ? null : (
                  <ActionIcon
                    size="sm"
                    variant="subtle"
                    color="gray"
                    aria-label={`Do “${title}” earlier`}
                    onClick={() => set(earlier(steps, at))}
                  >
                    <IconArrowUp size={15} />
                  </ActionIcon>
                )}
                <ActionIcon
                  size="sm"
                  variant="subtle"
                  color="gray"
                  aria-label={`Take out “${title}”`}
                  onClick={() => set(steps.filter((_, index) => index !== at))}
                >
                  <IconX size={15} />
                </ActionIcon>
              </Group>
            </Group>
            <div className={classes.stepBody}>
              {typeof step === 'string' ? null : (
                <StepFields
                  step={step}
                  rule={rule}
                  before={before}
                  onStep={(next) => set(steps.with(at, next))}
                />
              )}
              <StepPreview rule={rule} before={before} step={step} />
            </div>
          </section>
        )
      })}
      <Group gap="xs">
        <Menu position="bottom-start" withinPortal>
          <Menu.Target>
            <Button size="compact-sm" variant="default" leftSection={<IconPlus size={14} />}>
              Change the cells
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {stepKinds.map(({ kind, label, words: example }) => (
              <Menu.Item key={kind} onClick={() => set([...steps, newStep(kind)])}>
                <Text size="sm">{label}</Text>
                <Text size="xs" c="dimmed">
                  {example}
                </Text>
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
        {'column' in rule.from ? <SplitMenu rule={rule} /> : null}
      </Group>
    </Stack>
  )
}

function earlier(steps: readonly Transform[], at: number): readonly Transform[] {
  const [one, other] = [steps[at - 1], steps[at]]
  return one === undefined || other === undefined ? steps : steps.with(at - 1, other).with(at, one)
}
