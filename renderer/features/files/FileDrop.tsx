import { Button, Group, Stack, Text } from '@mantine/core'
import { IconFileUpload } from '@tabler/icons-react'
import { type ReactNode, useRef } from 'react'
import type { OpenedFile } from '../../../shared/contract/sources.ts'
import { ErrorNote } from '../../components/ErrorNote.tsx'
import classes from './FileDrop.module.css'
import { acceptedFiles, useOpenFile } from './useOpenFile.ts'

/** A place to drop a list on, or to choose one. Dropping works anywhere in the window too. */
export function FileDrop({
  onFile,
  children,
}: {
  readonly onFile: (file: OpenedFile) => void
  /** Other ways, beside the button. */
  readonly children?: ReactNode
}) {
  const input = useRef<HTMLInputElement>(null)
  const open = useOpenFile(onFile)
  return (
    <Stack gap="sm">
      <div className={classes.drop}>
        <IconFileUpload size={40} stroke={1.3} aria-hidden />
        <Text fw={600} size="lg">
          Drop a list here
        </Text>
        <Text c="dimmed">
          CSV or TSV, any encoding, of any size. It stays on this computer until you send it.
        </Text>
        <Group gap="xs" mt="xs">
          <Button loading={open.isPending} onClick={() => input.current?.click()}>
            Choose a file
          </Button>
          {children}
        </Group>
        <input
          ref={input}
          type="file"
          accept={acceptedFiles}
          hidden
          aria-label="Choose a list"
          onChange={(event) => {
            const [file] = event.currentTarget.files ?? []
            event.currentTarget.value = ''
            if (file) open.mutate(file)
          }}
        />
      </div>
      {open.isError ? <ErrorNote title="That file could not be opened" error={open.error} /> : null}
    </Stack>
  )
}
