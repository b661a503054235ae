import { notifications } from '@mantine/notifications'
import { useEffect } from 'react'

/** Says an error of something that was pressed, where the page has no better place for it. */
export function useSaidErrors(title: string, error: Error | null): void {
  useEffect(() => {
    if (error === null) return
    notifications.show({ title, message: error.message, color: 'red', autoClose: 15_000, role: 'alert' })
  }, [title, error])
}
