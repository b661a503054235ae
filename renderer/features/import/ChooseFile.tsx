import { Button, Stack, Text, Textarea, Title } from '@mantine/core'
import { useEffect, useEffectEvent, useState } from 'react'
import { ErrorNote } from '../../components/ErrorNote.tsx'
import { useEngine } from '../../EngineContext.tsx'
import { FileDrop } from '../files/FileDrop.tsx'
import classes from './Import.module.css'
import { RecentFiles } from './RecentFiles.tsx'
import { SampleFiles } from './SampleFiles.tsx'
import { type SourceWay, useOpenSource } from './useOpenSource.ts'

/** Drop, choose, paste, or take one of before. `cutOff`: the file that a reload kept from arriving. */
export function ChooseFile({ cutOff }: { readonly cutOff: string | null }) {
  const open = useOpenSource()
  const take = (way: SourceWay) => open.mutate(way)
  usePastedTable((text) => take({ by: 'paste', text }))
  return (
    <Stack gap="md">
      {open.isError ? <ErrorNote title="That list could not be opened" error={open.error} /> : null}
      {cutOff === null || open.isError ? null : (
        <Text role="alert">
          The window was reloaded before all of {cutOff} was copied into Listferry. Choose it once more.
        </Text>
      )}
      <div className={classes.choose}>
        <Stack gap="lg">
          <FileDrop />
          <PasteBox onText={(text) => take({ by: 'paste', text })} />
        </Stack>
        <Stack gap="lg">
          <RecentFiles onChoose={(source) => take({ by: 'recent', source })} />
          <SampleFiles onChoose={(name) => take({ by: 'sample', name })} />
        </Stack>
      </div>
    </Stack>
  )
}

function PasteBox({ onText }: { readonly onText: (text: string) => void }) {
  const { host } = useEngine()
  const [text, setText] = useState('')
  return (
    <Stack gap="xs">
      <Title order={2} fz="h3">
        Or paste cells from a spreadsheet
      </Title>
      <Text size="sm" c="dimmed">
        With their headings, here or with {host.platform === 'mac' ? '⌘V' : 'Ctrl+V'} anywhere on this page.
        People copied from a mail will do, too.
      </Text>
      <Textarea
        aria-label="Cells from a spreadsheet"
        placeholder="Copy rows with their headings, then paste here"
        rows={3}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        styles={{ input: { whiteSpace: 'pre', overflowX: 'auto' } }}
      />
      <Button
        variant="default"
        style={{ alignSelf: 'flex-start' }}
        disabled={text.trim() === ''}
        onClick={() => onText(text)}
      >
        Use the pasted rows
      </Button>
    </Stack>
  )
}

/** A table pasted outside of a text field is a list. */
function usePastedTable(onText: (text: string) => void): void {
  const onPaste = useEffectEvent((event: ClipboardEvent) => {
    const isTyping = event.target instanceof Element && event.target.closest('input, textarea') !== null
    const text = event.clipboardData?.getData('text/plain') ?? ''
    if (!isTyping && text.trim() !== '') onText(text)
  })
  useEffect(() => {
    const listener = (event: ClipboardEvent) => onPaste(event)
    document.addEventListener('paste', listener)
    return () => document.removeEventListener('paste', listener)
  }, [])
}
