import { Button } from '@mantine/core'
import { IconFileSpreadsheet } from '@tabler/icons-react'
import { useSaveExport } from '../../useSaveExport.ts'
import { type PeopleFilter, peopleQueryOf } from './peopleFilter.ts'

/** Who is shown, with their fields and audiences. */
export function SavePeople({ filter }: { readonly filter: PeopleFilter }) {
  const saving = useSaveExport()
  return (
    <Button
      variant="default"
      leftSection={<IconFileSpreadsheet size={16} />}
      loading={saving.isPending}
      onClick={() => saving.mutate((exports) => exports.people(peopleQueryOf(filter)))}
    >
      Save who is shown as CSV
    </Button>
  )
}
