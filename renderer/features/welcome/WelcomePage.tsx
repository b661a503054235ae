import { Button, Container, Group, Loader, SimpleGrid, Stack, Text, Title } from '@mantine/core'
import { useState } from 'react'
import { Redirect, useLocation } from 'wouter'
import type { ConnectionView } from '../../../shared/contract/connections.ts'
import { ErrorNote } from '../../components/ErrorNote.tsx'
import { Page } from '../../components/Page.tsx'
import { TryAgain } from '../../components/TryAgain.tsx'
import { ConnectModal } from '../connect/ConnectModal.tsx'
import { useConnections } from '../connect/useConnections.ts'
import { FileDrop } from '../files/FileDrop.tsx'
import { useAbout } from '../settings/useSettings.ts'
import { PracticeButton } from './PracticeButton.tsx'
import { SampleButtons } from './SampleButtons.tsx'
import classes from './WelcomePage.module.css'

/** The first thing a new user sees: three ways to begin. Whoever has an account already goes to their syncs. */
export function WelcomePage() {
  const connections = useConnections()
  if (connections.isPending) return <Loader size="sm" m="xl" role="img" aria-label="Opening Listferry" />
  if (connections.isError)
    return (
      <Page title="Listferry could not start">
        <ErrorNote title="Your accounts and syncs could not be read" error={connections.error}>
          <TryAgain onClick={() => void connections.refetch()} />
        </ErrorNote>
      </Page>
    )
  return <ForNewcomers hasAccounts={connections.data.length > 0} />
}

/** Decided once: whoever starts the practice accounts from here is still new, and is offered the sample lists. */
function ForNewcomers({ hasAccounts }: { readonly hasAccounts: boolean }) {
  const [isNew] = useState(!hasAccounts)
  return isNew ? <Welcome /> : <Redirect to="/syncs" replace />
}

function Welcome() {
  const [, navigate] = useLocation()
  const keepsKeys = useAbout().data?.vault === 'os'
  const [connecting, setConnecting] = useState(false)
  const [practising, setPractising] = useState<readonly ConnectionView[] | null>(null)
  return (
    <Container size={920} className={classes.welcome}>
      <Stack gap="xl">
        <Group gap="lg" wrap="nowrap" align="center">
          <img src="./icon.svg" width={72} height={72} alt="" />
          <Stack gap={4}>
            <Title order={1}>Bring a list to Kit or Klaviyo</Title>
            <Text c="dimmed" size="lg" maw={560}>
              See exactly what would change before anything is sent, watch it go, and know what became of
              every row. Everything happens on this computer.
            </Text>
          </Stack>
        </Group>
        <FileDrop />
        <SimpleGrid cols={2} spacing="md">
          <Way
            title="Connect an account"
            words={`With a key from the account’s settings. ${keepsKeys ? 'It is kept in this computer’s keychain and nowhere else.' : 'It never leaves this computer, other than to the service itself.'}`}
          >
            <Button variant="default" onClick={() => setConnecting(true)}>
              Connect Kit or Klaviyo
            </Button>
          </Way>
          <Way
            title={practising === null ? 'Look around first' : 'The practice accounts are ready'}
            words={
              practising === null
                ? 'A practice Kit and a practice Klaviyo, with sample lists as messy as real ones. Nobody in them exists.'
                : 'A Kit and a Klaviyo on this computer. Take one of these lists, and do with it whatever you like.'
            }
          >
            {practising === null ? (
              <PracticeButton variant="default" onReady={setPractising} />
            ) : (
              <SampleButtons connection={practising[0]?.id} />
            )}
          </Way>
        </SimpleGrid>
      </Stack>
      <ConnectModal
        opened={connecting}
        onClose={() => setConnecting(false)}
        onConnected={() => navigate('/sync/import')}
      />
    </Container>
  )
}

function Way({
  title,
  words,
  children,
}: {
  readonly title: string
  readonly words: string
  readonly children: React.ReactNode
}) {
  return (
    <section className={classes.way}>
      <Title order={2}>{title}</Title>
      <Text c="dimmed">{words}</Text>
      <div className={classes.action}>{children}</div>
    </section>
  )
}
