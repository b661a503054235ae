import { Alert, Checkbox, Group, Radio, Stack, Text } from '@mantine/core'
import { useEffect, useRef } from 'react'
import type { FieldRule } from '../../../shared/model.ts'
import { BeforeAfter } from './BeforeAfter.tsx'
import classes from './Map.module.css'
import { leadingWords } from './editSpec.ts'
import { useMap } from './MapContext.tsx'
import { transformWords, writeWords } from './mapWords.ts'
import { StepList } from './steps/StepList.tsx'

/** How the value of a field is made and when it is written. */
export function RuleEditor({ rule }: { readonly rule: FieldRule }) {
  const { edit, schema, account } = useMap()
  const { field } = rule
  const editor = useRef<HTMLDivElement>(null)
  useEffect(() => {
    editor.current?.scrollIntoView({ block: 'nearest' })
  }, [])
  const label = schema.fields.find(({ id }) => id === field)?.label ?? field
  return (
    <div ref={editor} className={classes.editor}>
      <Stack gap="sm">
        <fieldset className={classes.fieldset}>
          <legend>Write {label}</legend>
          <Radio.Group
            aria-label={`When ${label} is written`}
            value={rule.write}
            onChange={(value) => edit({ of: 'rule', field, change: { write: value } })}
          >
            <Stack gap={4}>
              {writeWords.map(({ value, label: words }) => (
                <Radio key={value} value={value} label={words} size="xs" />
              ))}
            </Stack>
          </Radio.Group>
        </fieldset>
        <fieldset className={classes.fieldset}>
          <legend>A blank cell</legend>
          <Radio.Group
            aria-label={`What a blank cell does to ${label}`}
            value={rule.blank}
            onChange={(value) => edit({ of: 'rule', field, change: { blank: value } })}
          >
            <Stack gap={4}>
              <Radio value="leave" size="xs" label="Leaves what the account has" />
              <Radio value="clear" size="xs" label="Clears the field" disabled={field === 'email'} />
            </Stack>
          </Radio.Group>
        </fieldset>
        <fieldset className={classes.fieldset}>
          <legend>Tidy up</legend>
          <Group gap="xs" style={{ columnGap: 14 }}>
            {transformWords.map(({ value, label: words }) => (
              <Checkbox
                key={value}
                size="xs"
                label={words}
                checked={leadingWords(rule.transforms).includes(value)}
                onChange={(event) =>
                  edit({ of: 'transform', field, transform: value, on: event.currentTarget.checked })
                }
              />
            ))}
          </Group>
        </fieldset>
      </Stack>
      <BeforeAfter rule={rule} />
      <StepList rule={rule} />
      {rule.blank === 'clear' ? (
        <Alert className={classes.wide} color="orange" p="xs">
          <Text size="sm">
            Where this column is blank, {label} is emptied in {account.name}. Review shows each of them before
            anything is sent.
          </Text>
        </Alert>
      ) : null}
    </div>
  )
}
