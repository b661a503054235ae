import { useDebouncedValue } from '@mantine/hooks'
import { IconUser } from '@tabler/icons-react'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useLocation } from 'wouter'
import { useEngine } from '../../EngineContext.tsx'
import { personPath } from '../people/personRef.ts'
import { useMirrors } from '../people/useMirrors.ts'
import type { PaletteAction } from './objectActions.tsx'

/** Shorter texts are found in nearly everybody. */
const leastLetters = 3
const mostPeople = 5
/** A pause in typing after which is searched. */
const typingMs = 150

/** The people of all accounts who are found by what is typed, to open one of them. */
export function usePeopleActions(typed: string): readonly PaletteAction[] {
  const { engine } = useEngine()
  const [, navigate] = useLocation()
  const [text] = useDebouncedValue(typed.trim(), typingMs)
  const isAsked = text.length >= leastLetters
  const mirrors = useMirrors(isAsked)
  const found = useQuery({
    queryKey: ['people', 'palette', text],
    queryFn: ({ signal }) =>
      engine.people.search(
        { text, connection: null, left: null, audience: null, offset: 0, limit: mostPeople },
        signal,
      ),
    enabled: isAsked,
    placeholderData: keepPreviousData,
  })
  if (!isAsked) return []
  return (found.data?.people ?? []).map((person) => {
    const account = mirrors.data?.find(({ connection }) => connection === person.connection)
    const name = person.email ?? person.phone ?? person.name ?? person.remoteId
    return {
      id: `person ${person.connection} ${person.remoteId}`,
      label: name,
      description: [
        person.name === name ? null : person.name,
        account && `${account.service} · ${account.name}`,
      ]
        .filter(Boolean)
        .join(' · '),
      // The engine has found them; whatever the palette compares is there.
      keywords: [typed],
      leftSection: <IconUser size={18} />,
      onClick: () => navigate(personPath(person)),
    }
  })
}
