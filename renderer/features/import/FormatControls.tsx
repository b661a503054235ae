import { Checkbox, Group, NumberInput, Select, Stack, Text } from '@mantine/core'
import type { ReactNode } from 'react'
import type { SourcePreviewView } from '../../../shared/contract/sources.ts'
import type { DelimitedFormat, SheetFormat } from '../../../shared/model.ts'
import type { FormatChoices } from '../sync/syncState.ts'
import { delimiters, encodings, quotes } from './formatWords.ts'
import classes from './Import.module.css'

interface FormatControlsProps {
  readonly preview: SourcePreviewView
  readonly choices: FormatChoices
  readonly onChoice: (choices: FormatChoices) => void
}

/** How the file is read: as detected, with the reason, until the user knows better. */
export function FormatControls(props: FormatControlsProps) {
  const { preview, choices, onChoice } = props
  // What was chosen is shown at once, also while the file is still being read anew.
  const headerRecord = choices.headerRecord === undefined ? preview.format.headerRecord : choices.headerRecord
  return (
    <div className={classes.controls}>
      {'sheet' in preview.format ? (
        <SheetChoice {...props} format={preview.format} />
      ) : (
        <TextChoices {...props} format={preview.format} />
      )}
      <Control reason={preview.reasons.headerRecord}>
        <HeaderChoice
          label={'sheet' in preview.format ? 'Names in row' : 'Names in line'}
          record={headerRecord}
          onRecord={(record) => onChoice({ ...choices, headerRecord: record })}
        />
      </Control>
    </div>
  )
}

function TextChoices({
  preview: { reasons },
  format: detected,
  choices,
  onChoice,
}: FormatControlsProps & { readonly format: DelimitedFormat }) {
  const format = { ...detected, ...choices }
  const choose = (change: FormatChoices) => onChoice({ ...choices, ...change })
  return (
    <>
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
    </>
  )
}

/** Another sheet has names in a row of its own. */
function SheetChoice({
  preview: { reasons, sheets },
  format,
  choices,
  onChoice,
}: FormatControlsProps & { readonly format: SheetFormat }) {
  return (
    <Control reason={sheets.length === 1 ? 'The only sheet.' : reasons.sheet}>
      <Select
        label="Sheet"
        data={sheets.map(({ name, hidden }) => ({ value: name, label: hidden ? `${name} (hidden)` : name }))}
        value={choices.sheet ?? format.sheet}
        allowDeselect={false}
        disabled={sheets.length === 1}
        onChange={(sheet) => {
          if (sheet !== null) onChoice({ ...(choices.parts && { parts: choices.parts }), sheet })
        }}
      />
    </Control>
  )
}

function HeaderChoice({
  label,
  record,
  onRecord,
}: {
  readonly label: string
  readonly record: number | null
  readonly onRecord: (record: number | null) => void
}) {
  return (
    <Group gap="sm" align="flex-end" wrap="nowrap">
      <NumberInput
        label={label}
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
