import { ActionIcon, Button, Checkbox, Group, Menu, Modal, Select, Stack } from '@mantine/core'
import { useDisclosure, useLocalStorage } from '@mantine/hooks'
import {
  IconBraces,
  IconChevronDown,
  IconFileSpreadsheet,
  IconSettings,
  IconTable,
} from '@tabler/icons-react'
import {
  csvDelimiters,
  type CsvDelimiter,
  type CsvFormat,
  type ExportFormat,
  usualCsv,
} from '../../shared/exportFormat.ts'

interface SaveAsProps {
  /** What is saved, for the button: `who is shown`, `tags`. */
  readonly what?: string
  readonly title?: string
  readonly loading: boolean
  readonly disabled?: boolean
  readonly onSave: (format: ExportFormat) => void
}

/** Saves a table as CSV, or in another form. How a CSV is written is remembered. */
export function SaveAs({ what, title, loading, disabled = false, onSave }: SaveAsProps) {
  const [csv, setCsv] = useLocalStorage<CsvFormat>({
    key: 'listferry-csv',
    defaultValue: usualCsv,
    deserialize: readCsv,
  })
  const [isSetting, setting] = useDisclosure()
  return (
    <Group gap={0} wrap="nowrap" flex="none">
      <Button
        variant="default"
        title={title}
        leftSection={<IconFileSpreadsheet size={16} />}
        loading={loading}
        disabled={disabled}
        style={{ borderStartEndRadius: 0, borderEndEndRadius: 0 }}
        onClick={() => onSave(csv)}
      >
        {what === undefined ? 'Save as CSV' : `Save ${what} as CSV`}
      </Button>
      <Menu position="bottom-end" disabled={disabled || loading}>
        <Menu.Target>
          <ActionIcon
            variant="default"
            size={36}
            aria-label="Save in another form"
            disabled={disabled || loading}
            style={{ borderStartStartRadius: 0, borderEndStartRadius: 0, borderInlineStartWidth: 0 }}
          >
            <IconChevronDown size={16} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconTable size={16} />} onClick={() => onSave({ is: 'xlsx' })}>
            As an Excel file (XLSX)
          </Menu.Item>
          <Menu.Item leftSection={<IconBraces size={16} />} onClick={() => onSave({ is: 'jsonl' })}>
            As JSON lines, for programs
          </Menu.Item>
          <Menu.Divider />
          <Menu.Item leftSection={<IconSettings size={16} />} onClick={setting.open}>
            How CSV is written
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <Modal opened={isSetting} onClose={setting.close} title="How CSV is written">
        <CsvChoices csv={csv} onCsv={setCsv} />
      </Modal>
    </Group>
  )
}

/** Whatever is stored there, by whichever version. */
function readCsv(text: string | undefined): CsvFormat {
  try {
    const read = { ...usualCsv, ...(JSON.parse(text ?? '') as Partial<CsvFormat>), is: usualCsv.is }
    const isOurs = csvDelimiters.includes(read.delimiter)
    if (isOurs && typeof read.bom === 'boolean' && typeof read.excelSafe === 'boolean') return read
  } catch {
    // Not ours: as usual.
  }
  return usualCsv
}

const delimiters: { value: CsvDelimiter; label: string }[] = [
  { value: ',', label: 'Comma' },
  { value: ';', label: 'Semicolon: for Excel in much of Europe' },
  { value: '\t', label: 'Tab' },
  { value: '|', label: 'Vertical bar' },
]

function CsvChoices({ csv, onCsv }: { readonly csv: CsvFormat; readonly onCsv: (csv: CsvFormat) => void }) {
  return (
    <Stack>
      <Select
        label="Between cells"
        data={delimiters}
        value={csv.delimiter}
        allowDeselect={false}
        onChange={(delimiter) => {
          if (delimiter !== null) onCsv({ ...csv, delimiter })
        }}
      />
      <Checkbox
        label="With a mark that it is UTF-8"
        description="Without it Excel shows accents wrongly. Some other programs take it for a part of the first name."
        checked={csv.bom}
        onChange={({ currentTarget }) => onCsv({ ...csv, bom: currentTarget.checked })}
      />
      <Checkbox
        label="Safe for Excel"
        description="Cells that a spreadsheet would run, such as =1+1 or +47…, get an invisible sign in front. Listferry takes it away again when it reads the file; other programs don’t."
        checked={csv.excelSafe}
        onChange={({ currentTarget }) => onCsv({ ...csv, excelSafe: currentTarget.checked })}
      />
    </Stack>
  )
}
