import { Button, Group } from '@mantine/core'
import { IconUserOff } from '@tabler/icons-react'
import type { MirrorView, PersonDetail } from '../../../shared/contract/people.ts'
import { useActs } from '../objects/ActsContext.tsx'

interface UnsubscribePersonProps {
  readonly details: readonly PersonDetail[]
  readonly mirrors: readonly MirrorView[]
  /** Before the dialog opens. */
  readonly onBegin: () => void
}

/** At each account where they get mail and where that can be ended from here. */
export function UnsubscribePerson({ details, mirrors, onBegin }: UnsubscribePersonProps) {
  const { open } = useActs()
  const able = details.flatMap(({ connection, email, left }) => {
    const mirror = mirrors.find((one) => one.connection === connection)
    // Kit alone has a call for it.
    return email === null || left !== null || mirror?.service !== 'Kit' ? [] : [{ mirror, email }]
  })
  if (able.length === 0) return null
  return (
    <Group gap="xs">
      {able.map(({ mirror, email }) => (
        <Button
          key={mirror.connection}
          variant="default"
          size="xs"
          c="var(--lf-rejected)"
          leftSection={<IconUserOff size={15} />}
          onClick={() => {
            onBegin()
            open({ is: 'unsubscribe', connection: mirror.connection, email })
          }}
        >
          Unsubscribe from {mirror.service} · {mirror.name}…
        </Button>
      ))}
    </Group>
  )
}
