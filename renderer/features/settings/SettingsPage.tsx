import { Loader, Stack } from '@mantine/core'
import { ErrorNote } from '../../components/ErrorNote.tsx'
import { Page } from '../../components/Page.tsx'
import { KeychainNote } from '../connect/KeychainNote.tsx'
import { AboutSection } from './AboutSection.tsx'
import { AppearanceSection } from './AppearanceSection.tsx'
import { ForgetSection } from './ForgetSection.tsx'
import { LeftListSection } from './LeftListSection.tsx'
import { Notices } from './Notices.tsx'
import { ReadingSection } from './ReadingSection.tsx'
import { useSettings } from './useSettings.ts'

export function SettingsPage() {
  const settings = useSettings()
  return (
    <Page title="Settings" words="They hold for this computer.">
      <Stack gap="lg" maw={760}>
        <Notices />
        <KeychainNote />
        {settings.isPending ? <Loader size="sm" role="img" aria-label="Reading the settings" /> : null}
        {settings.isError ? (
          <ErrorNote title="The settings could not be read" error={settings.error} />
        ) : null}
        {settings.data === undefined ? null : (
          <>
            <AppearanceSection settings={settings.data} />
            <ReadingSection settings={settings.data} />
            <LeftListSection />
            <ForgetSection settings={settings.data} />
            <AboutSection />
          </>
        )}
      </Stack>
    </Page>
  )
}
