import { Overlay, Stack, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconFileUpload } from '@tabler/icons-react'
import { useEffect, useEffectEvent, useState } from 'react'
import { useTakeFile } from './TakeFile.tsx'

/** Where there is one on the page, it says itself what went wrong. */
const fileDrop = '[data-file-drop]'

/** A list may be dropped anywhere on the window, also in several files at once. */
export function WindowDrop() {
  const [over, setOver] = useState(false)
  const { take, failed } = useTakeFile()
  const onDrop = useEffectEvent((event: DragEvent) => {
    setOver(false)
    const files = [...(event.dataTransfer?.files ?? [])]
    if (event.defaultPrevented || files.length === 0) return
    event.preventDefault()
    take(files)
  })
  useEffect(() => {
    if (failed === null || document.querySelector(fileDrop) !== null) return
    const title = `${failed.name} could not be opened`
    notifications.show({ color: 'red', title, message: failed.error.message, autoClose: false })
  }, [failed])
  useEffect(() => {
    const hasFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') === true
    const onDragOver = (event: DragEvent) => {
      if (!hasFiles(event)) return
      setOver(!event.defaultPrevented) // something under the pointer takes it, and says so itself
      event.preventDefault() // without it the browser would leave the page for the file
    }
    const onDragLeave = (event: DragEvent) => {
      if (event.relatedTarget === null) setOver(false)
    }
    const drop = (event: DragEvent) => onDrop(event)
    window.addEventListener('dragover', onDragOver)
    window.addEventListener('dragleave', onDragLeave)
    window.addEventListener('drop', drop)
    return () => {
      window.removeEventListener('dragover', onDragOver)
      window.removeEventListener('dragleave', onDragLeave)
      window.removeEventListener('drop', drop)
    }
  }, [])
  if (!over) return null
  return (
    <Overlay fixed backgroundOpacity={0.75} blur={2} zIndex={900} center style={{ pointerEvents: 'none' }}>
      <Stack align="center" gap="xs">
        <IconFileUpload size={64} stroke={1.2} color="white" aria-hidden />
        <Text c="white" fw={620} size="xl">
          Drop the list to start a sync
        </Text>
      </Stack>
    </Overlay>
  )
}
