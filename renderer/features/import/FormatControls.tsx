import { Checkbox, Group, NumberInput, Select, Stack, Text } from '@mantine/core'
import type { ReactNode } from 'react'
import type { SourcePreviewView } from '../../../shared/contract/sources.ts'
import type { FormatChoices } from '../sync/syncState.ts'
import { delimiters, encodings, quotes } from './formatWords.ts'
import classes from './Import.module.css'

/** How the file is read: as detected, with the reason, until the user knows better. */
export function FormatControls({
  preview,
  choices,
  onChoice,
}: {
  readonly preview: SourcePreviewView
  readonly choices: FormatChoices
  readonly onChoice: (choices: FormatChoices) => void
}) {
  const { reasons } = preview
  // What was chosen is shown at once, also while the file is still being read anew.
  const format = { ...preview.format, ...choices }
  const choose = (change: FormatChoices) => onChoice({ ...choices, ...change })
  return (
    <div className={classes.controls}>
      <Control reason={reasons.delimiter}>
        <Select
          label="Cells are separated by"
          data={delimiters}
          value={format.delimiter}
          allowDeselect={false}
          onChange={(delimiter) => delimiter !== null && choose({ delimiter })}
        />
      </Control>
      <Control reason={reasons.encoding}>
        <Select
          label="Letters are written in"
          data={encodings}
          value={format.encoding}
          allowDeselect={false}
          onChange={(encoding) => encoding !== null && choose({ encoding })}
        />
      </Control>
      <Control reason={reasons.quote}>
        <Select
          label="Quote mark"
          data={quotes}
          value={format.quote}
          allowDeselect={false}
          onChange={(quote) => quote !== null && choose({ quote })}
        />
      </Control>
      <Control reason={reasons.headerRecord}>
        <HeaderChoice record={format.headerRecord} onRecord={(headerRecord) => choose({ headerRecord })} />
      </Control>
    </div>
  )
}

function HeaderChoice({
  record,
  onRecord,
}: {
  readonly record: number | null
  readonly onRecord: (record: number | null) => void
}) {
  return (
    <Group gap="sm" align="flex-end" wrap="nowrap">
      <NumberInput
        label="Names in line"
        labelProps={{ style: { whiteSpace: 'nowrap' } }}
        min={1}
        max={1000}
        clampBehavior="strict"
        allowDecimal={false}
        disabled={record === null}
        value={record ?? ''}
        className={classes.record ?? ''}
        onChange={(value) => typeof value === 'number' && value !== record && onRecord(value)}
      />
      <Checkbox
        label="None"
        mb={8}
        style={{ whiteSpace: 'nowrap' }}
        checked={record === null}
        onChange={(event) => onRecord(event.currentTarget.checked ? null : 1)}
      />
    </Group>
  )
}

function Control({
  reason,
  children,
}: {
  readonly reason: string | undefined
  readonly children: ReactNode
}) {
  return (
    <Stack gap={3}>
      {children}
      <Text size="xs" c="dimmed" lh={1.35} className={classes.reason ?? ''} title={reason}>
        {reason}
      </Text>
    </Stack>
  )
}
