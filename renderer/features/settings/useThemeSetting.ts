import { useMantineColorScheme } from '@mantine/core'
import { useEffect } from 'react'
import { useEngine } from '../../EngineContext.tsx'
import { useSettings } from './useSettings.ts'

/** The window follows the theme that the user chose, wherever they chose it. */
export function useThemeSetting(): void {
  const { host } = useEngine()
  const { setColorScheme } = useMantineColorScheme()
  const theme = useSettings().data?.theme
  useEffect(() => {
    if (theme === undefined) return
    setColorScheme(theme === 'system' ? 'auto' : theme)
    host.setTheme(theme)
  }, [theme, setColorScheme, host])
}
