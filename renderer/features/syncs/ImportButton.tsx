import { Button, FileButton } from '@mantine/core'
import { IconFileImport } from '@tabler/icons-react'

interface ImportButtonProps {
  readonly isBusy: boolean
  readonly onFile: (file: File) => void
}

/** For a sync that somebody exported, as a file. */
export function ImportButton({ isBusy, onFile }: ImportButtonProps) {
  return (
    <FileButton
      accept=".json"
      onChange={(file) => {
        if (file !== null) onFile(file)
      }}
    >
      {(props) => (
        <Button {...props} variant="default" leftSection={<IconFileImport size={16} />} loading={isBusy}>
          Import a sync
        </Button>
      )}
    </FileButton>
  )
}
