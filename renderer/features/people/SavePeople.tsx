import { SaveAs } from '../../components/SaveAs.tsx'
import { useSaveExport } from '../../useSaveExport.ts'
import { type PeopleFilter, peopleQueryOf } from './peopleFilter.ts'

/** Who is shown, with their fields and audiences. */
export function SavePeople({ filter }: { readonly filter: PeopleFilter }) {
  const saving = useSaveExport()
  return (
    <SaveAs
      what="who is shown"
      loading={saving.isPending}
      onSave={(format) => saving.mutate((exports) => exports.people({ ...peopleQueryOf(filter), format }))}
    />
  )
}
