import { Button, Group, Stack, Table, Text, TextInput } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { ErrorNote } from '../../components/ErrorNote.tsx'
import { useEngine } from '../../EngineContext.tsx'
import { count, moment } from '../../words.ts'
import { Section } from './Section.tsx'

/** The list of people who left: how many, from where, and whether somebody is on it. */
export function LeftListSection() {
  const { engine } = useEngine()
  const counts = useQuery({ queryKey: ['left', 'counts'], queryFn: () => engine.left.counts({}) })
  const all = counts.data ?? []
  return (
    <Section
      title="People who left"
      words="Whoever unsubscribed, bounced or complained in any account that was read here, or as a file said that you sent, is held back from every account. The list holds no address, only what tells one again, so it stays when a person is forgotten."
    >
      {counts.isError ? <ErrorNote title="The list could not be read" error={counts.error} /> : null}
      {counts.isSuccess && all.length === 0 ? (
        <Text>Nobody yet. It fills as accounts are read and files are sent.</Text>
      ) : null}
      {all.length === 0 ? null : (
        <Table maw={640} verticalSpacing={5} aria-label="People who left, by where">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Left</Table.Th>
              <Table.Th ta="end">People</Table.Th>
              <Table.Th>Newest</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {all.map(({ name, practice, people, newestAt }) => (
              <Table.Tr key={`${name} ${practice}`}>
                <Table.Td>
                  {name}
                  {practice ? ' (practice)' : ''}
                </Table.Td>
                <Table.Td ta="end" className="figures">
                  {count(people)}
                </Table.Td>
                <Table.Td>{moment(newestAt)}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
      <OnePerson />
    </Section>
  )
}

function OnePerson() {
  const { engine } = useEngine()
  const [email, setEmail] = useState('')
  const look = useMutation({ mutationFn: (of: string) => engine.left.find({ email: of }) })
  const change = useMutation({
    mutationFn: async ({ of, on }: { readonly of: string; readonly on: boolean }) => {
      if (on) await engine.left.add({ email: of })
      else await engine.left.remove({ email: of })
    },
    onSuccess: (_, { of }) => look.mutate(of),
  })
  const asked = look.variables ?? ''
  const found = look.data
  return (
    <Stack gap="xs" maw={640}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (email.trim().length > 2) look.mutate(email.trim())
        }}
      >
        <Group align="flex-end" gap="xs">
          <TextInput
            flex={1}
            label="Is somebody on it?"
            placeholder="An address"
            value={email}
            onChange={(event) => setEmail(event.currentTarget.value)}
          />
          <Button type="submit" variant="default" loading={look.isPending}>
            Look
          </Button>
        </Group>
      </form>
      {look.isError ? <ErrorNote title="That could not be looked up" error={look.error} /> : null}
      {change.isError ? <ErrorNote title="That could not be changed" error={change.error} /> : null}
      {found === undefined ? null : (
        <Group gap="sm" role="status">
          <Text>
            {found.length === 0
              ? `${asked} is not on it.`
              : `${asked} is held back: ${[...new Set(found.map(({ name, reason }) => `${name}, ${reason}`))].join('; ')}.`}
          </Text>
          <Button
            size="xs"
            variant="default"
            loading={change.isPending}
            onClick={() => change.mutate({ of: asked, on: found.length === 0 })}
          >
            {found.length === 0 ? 'Put them on it' : 'Take them off it'}
          </Button>
        </Group>
      )}
    </Stack>
  )
}
