import { List, Text } from '@mantine/core'
import type { CredentialFormView } from '../../../shared/contract/connections.ts'

/** What one gets by a way in, before it is chosen. */
export function WayInNotes({ form }: { readonly form: CredentialFormView }) {
  return (
    <>
      <Text>{form.help}</Text>
      {form.cannot.length === 0 ? null : (
        <div>
          <Text size="sm" fw={600}>
            What this way can’t do
          </Text>
          <List size="sm" c="dimmed" spacing={2}>
            {form.cannot.map((cannot) => (
              <List.Item key={cannot}>{cannot}</List.Item>
            ))}
          </List>
        </div>
      )}
    </>
  )
}
