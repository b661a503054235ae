import { Divider, Select } from '@mantine/core'
import type { Settings } from '../../../shared/model.ts'
import { ForgetEverything } from './ForgetEverything.tsx'
import { ForgetShapes } from './ForgetShapes.tsx'
import { ForgetPerson } from './ForgetPerson.tsx'
import { Section } from './Section.tsx'
import { useChangeSettings } from './useSettings.ts'

const forEver = 'for ever'
const choices = [
  { value: '30', label: '30 days' },
  { value: '90', label: '90 days' },
  { value: '365', label: 'A year' },
  { value: forEver, label: 'Until I forget them' },
]

export function ForgetSection({ settings }: { readonly settings: Settings }) {
  const change = useChangeSettings()
  const days = settings.keepValuesDays
  const own = choices.some(({ value }) => value === String(days ?? forEver))
    ? []
    : [{ value: String(days), label: `${String(days)} days` }]
  return (
    <Section
      title="What this computer remembers"
      words="Lists and receipts hold values of people, in files that only you can read."
    >
      <Select
        label="Keep people’s values for"
        description="After that only counts and outcomes of a run are left. Undo and corrections need the values."
        data={[...own, ...choices]}
        allowDeselect={false}
        value={String(days ?? forEver)}
        onChange={(value) => change.mutate({ keepValuesDays: value === forEver ? null : Number(value) })}
      />
      <Divider />
      <ForgetShapes />
      <Divider />
      <ForgetPerson />
      <Divider />
      <ForgetEverything />
    </Section>
  )
}
