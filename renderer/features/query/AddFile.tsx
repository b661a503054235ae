import { Button, FileButton } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconTablePlus } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { fromWire } from '../../../shared/errors.ts'
import { useEngine } from '../../EngineContext.tsx'
import { useSaidErrors } from '../../useSaidErrors.ts'
import { counted } from '../../words.ts'
import { acceptedFiles } from '../files/TakeFile.tsx'

/** Reads a file, so that it is a table that can be joined. */
export function AddFile() {
  const { engine, host } = useEngine()
  const adding = useMutation({
    mutationFn: async (file: File) => {
      const answer = await host.openFile(file)
      if ('error' in answer) throw fromWire(answer.error)
      return engine.sources.stage({ file: answer.ok.file, overrides: {} })
    },
    onSuccess: ({ name, rows }) =>
      notifications.show({ message: `${name} is a table now: ${counted(rows, 'row')}`, role: 'status' }),
  })
  useSaidErrors('The file could not be added', adding.error)
  return (
    <FileButton accept={acceptedFiles} onChange={(file) => file && adding.mutate(file)}>
      {(props) => (
        <Button
          {...props}
          variant="default"
          size="xs"
          fullWidth
          leftSection={<IconTablePlus size={14} />}
          loading={adding.isPending}
        >
          Add a file
        </Button>
      )}
    </FileButton>
  )
}
