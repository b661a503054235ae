import { Alert } from '@mantine/core'
import { IconInfoCircle } from '@tabler/icons-react'
import { useAbout } from './useSettings.ts'

export const mendedTitle = 'Something was mended when Listferry started'

/** What was found wrong at the start and mended. */
export function Notices() {
  const { data: about } = useAbout()
  return about?.notices.map((notice) => (
    <Alert key={notice} icon={<IconInfoCircle />} title={mendedTitle}>
      {notice}
    </Alert>
  ))
}
