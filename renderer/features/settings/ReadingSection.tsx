import { Select } from '@mantine/core'
import { useMemo } from 'react'
import type { Settings } from '../../../shared/model.ts'
import { countries } from '../../countries.ts'
import { Section } from './Section.tsx'
import { useChangeSettings } from './useSettings.ts'

const guess = 'guess'

/** What every new sync begins with; each can be changed in the sync itself. */
export function ReadingSection({ settings }: { readonly settings: Settings }) {
  const change = useChangeSettings()
  const all = useMemo(() => [{ value: guess, label: 'Guess from each file' }, ...countries()], [])
  return (
    <Section title="Reading files" words="Each sync begins with these, and can have its own.">
      <Select
        label="Country of phone numbers"
        description="For numbers that are written without a country: 030 1234567."
        data={all}
        searchable
        allowDeselect={false}
        nothingFoundMessage="No country of that name"
        value={settings.defaultCountry ?? guess}
        onChange={(value) => change.mutate({ defaultCountry: value === guess ? null : value })}
      />
      <Select
        label="Order of day and month"
        description="For dates that can be read both ways: 03/04/2026."
        data={[
          { value: guess, label: 'Guess from each file' },
          { value: 'day-month', label: 'Day first: 3 April' },
          { value: 'month-day', label: 'Month first: March 4' },
        ]}
        allowDeselect={false}
        value={settings.dateOrder ?? guess}
        onChange={(value) => change.mutate({ dateOrder: value === guess ? null : value })}
      />
    </Section>
  )
}
