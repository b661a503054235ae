import { Select, Stack } from '@mantine/core'
import { countries } from '../../countries.ts'
import type { MappingSuggestion } from '../../../shared/mapping/suggestMapping.ts'
import type { DateOrder, ValueSettings } from '../../../shared/model.ts'
import { useMap } from './MapContext.tsx'

const orders: readonly { readonly value: DateOrder; readonly label: string }[] = [
  { value: 'day-month', label: 'Day first: 31/12/2026' },
  { value: 'month-day', label: 'Month first: 12/31/2026' },
]
const marks: readonly { readonly value: '.' | ','; readonly label: string }[] = [
  { value: '.', label: 'Point: 1,234.5' },
  { value: ',', label: 'Comma: 1.234,5' },
]

export function valueSummary({ defaultCountry, dateOrder, decimalMark }: ValueSettings): string {
  const order = dateOrder === 'day-month' ? 'day first' : 'month first'
  return `${defaultCountry ?? 'No country'}, ${order}, decimal ${decimalMark === '.' ? 'point' : 'comma'}`
}

/** How text is read that could mean two things. */
export function ValueSection() {
  const { spec, edit, suggestion, source } = useMap()
  const { values } = spec.mapping
  const change = (next: Partial<ValueSettings>) => edit({ of: 'values', change: next })
  const reason = (key: keyof MappingSuggestion['valueReasons']) =>
    suggestion !== undefined && suggestion.values[key] === values[key]
      ? suggestion.valueReasons[key]
      : undefined
  return (
    <Stack gap="sm">
      <Select
        label="Phone numbers without a country are from"
        description={reason('defaultCountry')}
        placeholder="No country: such numbers are not sent"
        searchable
        allowDeselect={false}
        clearable
        data={countries()}
        value={values.defaultCountry}
        onChange={(defaultCountry) => change({ defaultCountry })}
      />
      <Select
        label="Except where a column names the country"
        description={reason('countryColumn')}
        placeholder="No column: all are from the same country"
        searchable
        clearable
        limit={100}
        data={source.columns.map(({ index, name }) => ({ value: String(index), label: name }))}
        value={values.countryColumn?.toString() ?? null}
        onChange={(column) => change({ countryColumn: column === null ? null : Number(column) })}
      />
      <Select
        label="Dates such as 03/04/2026 have"
        description={reason('dateOrder')}
        allowDeselect={false}
        data={orders}
        value={values.dateOrder}
        onChange={(dateOrder) => dateOrder !== null && change({ dateOrder })}
      />
      <Select
        label="Numbers have a decimal"
        description={reason('decimalMark')}
        allowDeselect={false}
        data={marks}
        value={values.decimalMark}
        onChange={(decimalMark) => decimalMark !== null && change({ decimalMark })}
      />
    </Stack>
  )
}
