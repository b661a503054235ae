import { Button, FileButton, Group, Text } from '@mantine/core'
import { IconFileUpload, IconRepeat } from '@tabler/icons-react'
import type { RecipeView } from '../../../shared/contract/recipes.ts'
import { acceptedFiles } from '../files/TakeFile.tsx'
import classes from './RunSyncButtons.module.css'

interface RunSyncButtonsProps {
  readonly recipe: RecipeView
  readonly isReady: boolean
  /** The file is being read. */
  readonly isBusy: boolean
  readonly onStart: (file: File | null) => void
}

/** The same file again, or a newer one. Both lead to what would change; nothing is sent before that was seen. */
export function RunSyncButtons({ recipe, isReady, isBusy, onStart }: RunSyncButtonsProps) {
  const { lastFile } = recipe
  return (
    <Group gap="xs">
      {lastFile === null ? null : (
        <Button
          className={classes.same}
          classNames={{ label: classes.label }}
          leftSection={<IconRepeat size={16} />}
          disabled={!isReady}
          loading={isBusy}
          title={lastFile}
          onClick={() => onStart(null)}
        >
          Review {lastFile} again
        </Button>
      )}
      <FileButton
        accept={acceptedFiles}
        disabled={!isReady || isBusy}
        onChange={(file) => {
          if (file !== null) onStart(file)
        }}
      >
        {(props) => (
          <Button
            {...props}
            variant={lastFile === null ? 'filled' : 'default'}
            leftSection={<IconFileUpload size={16} />}
            disabled={!isReady || isBusy}
          >
            {lastFile === null ? 'Choose a file' : 'Choose a newer file'}
          </Button>
        )}
      </FileButton>
      <Text size="sm" c="dimmed" aria-live="polite" flex="1 0 110px">
        {isBusy ? 'Reading the file' : isReady ? 'or drop one here' : ''}
      </Text>
    </Group>
  )
}
