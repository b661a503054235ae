import { Button, Group, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { fromWire } from '../../../shared/errors.ts'
import { useEngine } from '../../EngineContext.tsx'
import { useSaidErrors } from '../../useSaidErrors.ts'
import { useAbout } from '../settings/useSettings.ts'
import type { NewCopy } from './newCopy.ts'

interface FilePlaceProps {
  readonly copy: NewCopy
  readonly onChange: (some: Partial<NewCopy>) => void
}

/** An SQLite file by its name in the usual folder, or anywhere where the host can ask for a place. */
export function FilePlace({ copy: { file, place }, onChange }: FilePlaceProps) {
  const { host } = useEngine()
  const folder = useAbout().data?.copiesFolder
  const { choosePlace } = host
  const choosing = useMutation({
    async mutationFn(name: string) {
      const answer = await choosePlace?.(name)
      if (answer === undefined) return null
      if ('error' in answer) throw fromWire(answer.error)
      return answer.ok
    },
    gcTime: 0,
    onSuccess: (chosen) => {
      if (chosen !== null) onChange({ place: chosen })
    },
  })
  useSaidErrors('No place could be chosen', choosing.error)
  const usual = folder === undefined ? '' : `It is kept in ${folder}.`
  const elsewhere = 'The terminal takes any place: listferry replicate NAME --sqlite FILE.'
  return (
    <Group gap="xs" align="flex-end" wrap="nowrap">
      {place === null ? (
        <TextInput
          flex={1}
          label="Name of the file"
          description={choosePlace === null ? `${usual} ${elsewhere}` : usual}
          required
          autoComplete="off"
          spellCheck={false}
          value={file}
          maxLength={100}
          onChange={(event) => onChange({ file: event.currentTarget.value })}
        />
      ) : (
        <TextInput flex={1} label="File" readOnly value={place.path} title={place.path} />
      )}
      {place === null ? null : (
        <Button variant="subtle" flex="none" onClick={() => onChange({ place: null })}>
          Usual folder
        </Button>
      )}
      {choosePlace === null ? null : (
        <Button
          variant="default"
          flex="none"
          loading={choosing.isPending}
          onClick={() => choosing.mutate(file.trim() === '' ? 'Copy.sqlite' : file.trim())}
        >
          Choose a place
        </Button>
      )}
    </Group>
  )
}
