import { Button, Container, Group, Loader, SimpleGrid, Stack, Text, Title } from '@mantine/core'
import { useState } from 'react'
import { Redirect, useLocation } from 'wouter'
import { ConnectModal } from '../connect/ConnectModal.tsx'
import { useConnections } from '../connect/useConnections.ts'
import { FileDrop } from '../files/FileDrop.tsx'
import { useStartSync } from '../sync/useStartSync.ts'
import { PracticeButton } from './PracticeButton.tsx'
import { SampleButtons } from './SampleButtons.tsx'
import classes from './WelcomePage.module.css'

/** The first thing a new user sees: three ways to begin. Whoever has an account already goes to their syncs. */
export function WelcomePage() {
  const connections = useConnections()
  if (connections.isPending) return <Loader size="sm" m="xl" aria-label="Opening Listferry" />
  return <FirstPage isNew={(connections.data?.length ?? 0) === 0} />
}

/** Decided once: whoever connects the practice accounts here is shown the sample lists here. */
function FirstPage({ isNew }: { readonly isNew: boolean }) {
  const [wasNew] = useState(isNew)
  return wasNew ? <Welcome /> : <Redirect to="/syncs" replace />
}

function Welcome() {
  const startSync = useStartSync()
  const [, navigate] = useLocation()
  const [connecting, setConnecting] = useState(false)
  const [practising, setPractising] = useState(false)
  return (
    <Container size={920} py="xl" className={classes.welcome}>
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
        <FileDrop onFile={(file) => startSync({ file })} />
        <SimpleGrid cols={2} spacing="md">
          <Way
            title="Connect an account"
            words="With a key from the account’s settings. It is kept in this computer’s keychain and nowhere else."
          >
            <Button onClick={() => setConnecting(true)}>Connect Kit or Klaviyo</Button>
          </Way>
          <Way
            title="Look around first"
            words="A practice Kit and a practice Klaviyo, with sample lists as messy as real ones. Nobody in them exists."
          >
            {practising ? (
              <SampleButtons />
            ) : (
              <PracticeButton variant="default" onReady={() => setPractising(true)} />
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
