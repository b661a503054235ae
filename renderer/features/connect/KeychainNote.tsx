import { Alert } from '@mantine/core'
import { IconKeyOff } from '@tabler/icons-react'
import { useAbout } from '../settings/useSettings.ts'

/** Says when keys can't be kept, and what that means. Shows nothing where the keychain works. */
export function KeychainNote() {
  const { data: about } = useAbout()
  if (!about || about.vault === 'os') return null
  return (
    <Alert
      icon={<IconKeyOff />}
      title="Keys are only kept until Listferry is closed"
      styles={{
        root: { background: 'var(--lf-held-tint)', border: '1px solid var(--lf-held)' },
        title: { color: 'var(--lf-held)' },
        icon: { color: 'var(--lf-held)' },
      }}
    >
      {about.vaultWarning ?? 'This computer has no keychain that Listferry can use.'} Everything works; after
      the next start each account asks for its key once more.
    </Alert>
  )
}
