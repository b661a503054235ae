import { Input, SegmentedControl, Switch } from '@mantine/core'
import type { Settings } from '../../../shared/model.ts'
import { Section } from './Section.tsx'
import { useChangeSettings } from './useSettings.ts'

const themes = [
  { value: 'system', label: 'As the system' },
  { value: 'light', label: 'Light' },
  { value: 'dark', label: 'Dark' },
]

export function AppearanceSection({ settings }: { readonly settings: Settings }) {
  const change = useChangeSettings()
  return (
    <Section title="Appearance and notices">
      <Input.Wrapper label="Theme">
        <SegmentedControl
          display="flex"
          w="fit-content"
          aria-label="Theme"
          data={themes}
          value={settings.theme}
          onChange={(theme) => change.mutate({ theme: theme as Settings['theme'] })}
        />
      </Input.Wrapper>
      <Switch
        label="Tell me when a long run has ended"
        description="With a notification of the system, when Listferry is not in front."
        checked={settings.notifyWhenDone}
        onChange={(event) => change.mutate({ notifyWhenDone: event.currentTarget.checked })}
      />
    </Section>
  )
}
