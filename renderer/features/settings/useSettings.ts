import { notifications } from '@mantine/notifications'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { Settings } from '../../../shared/model.ts'
import { useEngine } from '../../EngineContext.tsx'

export function useSettings() {
  const { engine } = useEngine()
  return useQuery({ queryKey: ['settings', 'get'], queryFn: () => engine.settings.get({}) })
}

export function useAbout() {
  const { engine } = useEngine()
  return useQuery({ queryKey: ['settings', 'about'], queryFn: () => engine.settings.about({}) })
}

/** Changes what is given and shows the answer at once, or says why it could not be kept. */
export function useChangeSettings() {
  const { engine } = useEngine()
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (patch: Partial<Settings>) => engine.settings.set(patch),
    onSuccess: (settings) => queries.setQueryData(['settings', 'get'], settings),
    onError: (error) =>
      notifications.show({
        id: 'settings-not-saved',
        color: 'red',
        title: 'That setting was not saved',
        message: error.message,
        autoClose: 15_000,
      }),
  })
}
