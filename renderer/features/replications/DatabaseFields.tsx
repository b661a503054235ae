import { Group, PasswordInput, Select, TextInput } from '@mantine/core'
import { useAbout } from '../settings/useSettings.ts'
import { FilePlace } from './FilePlace.tsx'
import type { NewCopy } from './newCopy.ts'
import { encryptions, usualPorts } from './targetWords.ts'

interface DatabaseFieldsProps {
  readonly copy: NewCopy
  readonly onChange: (some: Partial<NewCopy>) => void
}

/** Where the tables go. */
export function DatabaseFields({ copy, onChange }: DatabaseFieldsProps) {
  const { is, host, port, database, user, password, encryption } = copy
  const isKept = useAbout().data?.vault !== 'memory'
  const typed = { autoComplete: 'off', spellCheck: false, required: true } as const
  if (is === 'sqlite') return <FilePlace copy={copy} onChange={onChange} />
  return (
    <>
      <Group grow preventGrowOverflow={false} align="flex-start" wrap="nowrap">
        <TextInput
          {...typed}
          label="Server"
          placeholder="db.example.com"
          value={host}
          onChange={(event) => onChange({ host: event.currentTarget.value })}
        />
        <TextInput
          label="Port"
          w={100}
          flex="none"
          inputMode="numeric"
          placeholder={String(usualPorts[is])}
          value={port}
          onChange={(event) => onChange({ port: event.currentTarget.value })}
        />
        <TextInput
          {...typed}
          label="Database"
          value={database}
          onChange={(event) => onChange({ database: event.currentTarget.value })}
        />
      </Group>
      <Group grow align="flex-start">
        <TextInput
          {...typed}
          label="User"
          value={user}
          onChange={(event) => onChange({ user: event.currentTarget.value })}
        />
        <PasswordInput
          label="Password"
          autoComplete="off"
          description={
            isKept
              ? 'Kept in this computer’s keychain'
              : 'This computer has no keychain: kept until Listferry ends'
          }
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          value={password}
          onChange={(event) => onChange({ password: event.currentTarget.value })}
        />
      </Group>
      <Select
        label="Encryption"
        allowDeselect={false}
        data={encryptions}
        value={encryption}
        onChange={(value) => {
          if (value !== null) onChange({ encryption: value })
        }}
      />
    </>
  )
}
