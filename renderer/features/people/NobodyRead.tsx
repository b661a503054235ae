import { Button } from '@mantine/core'
import { IconAddressBook, IconPlug } from '@tabler/icons-react'
import { Link } from 'wouter'
import { EmptyState } from '../../components/EmptyState.tsx'

/** `what` there would be with one: a sentence's end. */
export function NoAccounts({ what }: { readonly what: string }) {
  return (
    <EmptyState
      icon={IconPlug}
      title="No account is connected"
      words={`Connect your Kit or Klaviyo account, or a practice account, and ${what}`}
    >
      <Button component={Link} href="/connections" leftSection={<IconPlug size={16} />}>
        Connect an account
      </Button>
    </EmptyState>
  )
}

export function NobodyRead() {
  return (
    <EmptyState
      icon={IconAddressBook}
      title="Nobody was read yet"
      words="Press “Read everyone now” at an account below. It only reads: people, whether they left, and what they are in come to this computer, and nothing is changed in the account."
    />
  )
}
