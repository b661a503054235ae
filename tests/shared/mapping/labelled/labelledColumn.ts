/** What a person would say a column is: a field's key, someone who left, or nothing to bring over. */
export type Label =
  | 'email'
  | 'first_name'
  | 'last_name'
  | 'phone'
  | 'company'
  | 'job_title'
  | 'address'
  | 'city'
  | 'state'
  | 'postal_code'
  | 'country'
  | 'birthday'
  | 'website'
  | 'language'
  | 'interests'
  | 'notes'
  | 'source'
  | 'customer_id'
  | 'orders_count'
  | 'total_spent'
  | 'last_order'
  | 'signed_up_on'
  | 'left'
  | 'ignore'

export interface LabelledColumn {
  readonly header: string
  readonly label: Label
  readonly samples: readonly string[]
}

/** Columns as they occur together in one file. */
export interface LabelledFile {
  readonly file: string
  readonly columns: readonly LabelledColumn[]
}

/** `values`: samples with ` | ` between them; blanks count. */
export function column(header: string, label: Label, values: string): LabelledColumn {
  return { header, label, samples: values.split('|').map((value) => value.trim()) }
}
