import { ActionIcon, CopyButton as Copying } from '@mantine/core'
import { IconCheck, IconCopy } from '@tabler/icons-react'

/** Puts a text on the clipboard. `what`: `the address`. */
export function CopyButton({ text, what }: { readonly text: string; readonly what: string }) {
  return (
    <Copying value={text} timeout={2000}>
      {({ copied, copy }) => (
        <ActionIcon
          variant="subtle"
          color="gray"
          size="sm"
          title={copied ? 'Copied' : `Copy ${what}`}
          aria-label={copied ? 'Copied' : `Copy ${what}`}
          onClick={copy}
        >
          {copied ? <IconCheck size={14} /> : <IconCopy size={14} />}
        </ActionIcon>
      )}
    </Copying>
  )
}
