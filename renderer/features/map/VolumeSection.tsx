import { NumberInput, Stack, Text } from '@mantine/core'
import { usualVolume, type VolumeLimits } from '../../../shared/volume.ts'
import { useMap } from './MapContext.tsx'

export function volumeSummary(volume: VolumeLimits | undefined): string {
  const { leavePercent, changePercent } = volume ?? usualVolume
  const parts = [
    leavePercent === null ? null : `${leavePercent} % leave`,
    changePercent === null ? null : `${changePercent} % change`,
  ].filter((part) => part !== null)
  return parts.length === 0 ? 'Only for what takes something away' : `From ${parts.join(', ')}`
}

/** From when on a run stops in Review and asks for its number. */
export function VolumeSection() {
  const { spec, edit } = useMap()
  const volume = spec.volume ?? usualVolume
  const set = (change: Partial<VolumeLimits>) =>
    edit({ of: 'choice', change: { volume: { ...volume, ...change } } })
  return (
    <Stack gap="xs">
      <Text size="sm" c="dimmed">
        Where more than this would happen at once, you type its number before anything is sent. Empty: not
        asked.
      </Text>
      {spec.mode === 'mirror' ? (
        <Percent
          label="People who leave, of those in it"
          value={volume.leavePercent}
          onValue={(leavePercent) => set({ leavePercent })}
        />
      ) : null}
      <Percent
        label="People with values replaced, of those in the file"
        value={volume.changePercent}
        onValue={(changePercent) => set({ changePercent })}
      />
      <Percent
        label="Fewer rows than in the file before"
        value={volume.shrinkPercent}
        onValue={(shrinkPercent) => set({ shrinkPercent })}
      />
      <NumberInput
        size="xs"
        label="Fewer people than these are never asked about"
        min={1}
        max={10_000_000}
        allowDecimal={false}
        value={volume.fromPeople}
        onChange={(value) => set({ fromPeople: Math.max(1, Number(value) || 1) })}
      />
    </Stack>
  )
}

function Percent({
  label,
  value,
  onValue,
}: {
  readonly label: string
  readonly value: number | null
  readonly onValue: (value: number | null) => void
}) {
  return (
    <NumberInput
      size="xs"
      label={label}
      suffix=" %"
      min={0}
      max={100}
      value={value ?? ''}
      onChange={(next) => onValue(next === '' ? null : Math.min(100, Math.max(0, Number(next) || 0)))}
    />
  )
}
