import { Button, FileButton, Stack, Text } from '@mantine/core'
import { IconFileUpload } from '@tabler/icons-react'
import { ErrorNote } from '../../components/ErrorNote.tsx'
import { useFileDrag } from '../syncs/useFileDrag.ts'
import classes from './FileDrop.module.css'
import { acceptedFiles, useTakeFile } from './TakeFile.tsx'

/** A place to drop a list on, or to choose one. Dropping works anywhere in the window too. */
export function FileDrop() {
  const { take, isOpening, failed } = useTakeFile()
  const { isOver, handlers } = useFileDrag('list', true, take)
  return (
    <Stack gap="sm">
      {failed === null ? null : (
        <ErrorNote title={`${failed.name} could not be opened`} error={failed.error} />
      )}
      <div className={classes.drop} data-file-drop data-over={isOver || undefined} {...handlers}>
        <IconFileUpload size={40} stroke={1.3} aria-hidden />
        <Text fw={600} size="lg">
          Drop a list here
        </Text>
        <Text c="dimmed" maw={400}>
          CSV, TSV, Excel (.xlsx), or a zip of CSVs, of any size and from any country. Several with the same
          columns become one list. It stays on this computer until you send it.
        </Text>
        <FileButton accept={acceptedFiles} multiple onChange={take}>
          {(props) => (
            <Button {...props} mt="sm" loading={isOpening}>
              Choose a file
            </Button>
          )}
        </FileButton>
      </div>
    </Stack>
  )
}
