import { Stack, Text, Title, UnstyledButton } from '@mantine/core'
import { IconFlask } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useEngine } from '../../EngineContext.tsx'
import classes from './Import.module.css'

/** Lists of people who do not exist, to try things out with. */
export function SampleFiles({ onChoose }: { readonly onChoose: (name: string) => void }) {
  const { engine } = useEngine()
  const samples = useQuery({ queryKey: ['samples'], queryFn: () => engine.sources.samples({}) })
  if (samples.data === undefined) return null
  return (
    <Stack gap={4}>
      <Title order={2} fz="h3">
        Samples
      </Title>
      <ul className={classes.list}>
        {samples.data.map(({ name, words }) => (
          <li key={name}>
            <UnstyledButton className={classes.item} onClick={() => onChoose(name)}>
              <IconFlask size={18} stroke={1.5} aria-hidden style={{ flex: 'none' }} />
              <span>
                <span className={classes.itemName}>{name}</span>
                <Text size="xs" c="dimmed" component="span" display="block">
                  {words}
                </Text>
              </span>
            </UnstyledButton>
          </li>
        ))}
      </ul>
    </Stack>
  )
}
