import { Stack, Text, Title, UnstyledButton } from '@mantine/core'
import { IconFileSpreadsheet } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import type { SourceId } from '../../../shared/model.ts'
import { useEngine } from '../../EngineContext.tsx'
import { bytes, counted, moment } from '../../words.ts'
import classes from './Import.module.css'

const shown = 8

/** Files of before, as long as they are where they were. */
export function RecentFiles({ onChoose }: { readonly onChoose: (source: SourceId) => void }) {
  const { engine } = useEngine()
  const recent = useQuery({ queryKey: ['sources', 'recent'], queryFn: () => engine.sources.recent({}) })
  if (recent.data === undefined || recent.data.length === 0) return null
  return (
    <Stack gap={4}>
      <Title order={2} fz="h3">
        Recent files
      </Title>
      <ul className={classes.list}>
        {recent.data.slice(0, shown).map(({ source, name, rows, sizeBytes, stagedAt, present }) => (
          <li key={source}>
            <UnstyledButton className={classes.item} disabled={!present} onClick={() => onChoose(source)}>
              <IconFileSpreadsheet size={18} stroke={1.5} aria-hidden style={{ flex: 'none' }} />
              <span style={{ minWidth: 0 }}>
                <span className={classes.itemName} title={name}>
                  {name}
                </span>
                <Text size="xs" c="dimmed" component="span">
                  {present
                    ? `${counted(rows, 'row')}, ${bytes(sizeBytes)}, ${moment(stagedAt)}`
                    : 'It is no longer where it was.'}
                </Text>
              </span>
            </UnstyledButton>
          </li>
        ))}
      </ul>
    </Stack>
  )
}
