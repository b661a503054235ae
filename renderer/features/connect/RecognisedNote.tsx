import { Anchor, Text } from '@mantine/core'
import type { ConnectorView, KeyFormView } from '../../../shared/contract/connections.ts'
import { useRecognised } from './useRecognised.ts'

interface RecognisedNoteProps {
  readonly connector: ConnectorView
  readonly form: KeyFormView
  readonly field: string
  readonly text: string
  readonly onWay: (form: string) => void
}

/** Says when a pasted text belongs somewhere else, and leads there. Shows nothing while it may well be right. */
export function RecognisedNote({ connector, form, field, text, onWay }: RecognisedNoteProps) {
  const recognised = useRecognised(connector.id, text)
  if (!recognised) return null
  const { form: belongsTo, field: belongsIn, words } = recognised
  if (belongsTo === form.id && (belongsIn === field || belongsIn === null)) return null
  const other = connector.credentials.find(({ id }) => id === belongsTo && id !== form.id)
  return (
    <Text size="sm" c="var(--lf-held)" role="status">
      {words}{' '}
      {other === undefined ? null : (
        <Anchor component="button" type="button" size="sm" onClick={() => onWay(other.id)}>
          Use “{other.title}”
        </Anchor>
      )}
    </Text>
  )
}
