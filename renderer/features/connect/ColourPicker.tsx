import { ColorSwatch, Popover, SimpleGrid, UnstyledButton } from '@mantine/core'
import { IconCheck } from '@tabler/icons-react'
import { useState } from 'react'
import type { ConnectionView } from '../../../shared/contract/connections.ts'
import { type ConnectionColour, connectionColours } from '../../../shared/model.ts'
import { connectionColourOf } from '../../components/connectionColour.ts'
import { useEngine } from '../../EngineContext.tsx'

/** The colour that tells this account apart, on its chip and on the button that sends to it. */
export function ColourPicker({ connection }: { readonly connection: ConnectionView }) {
  const { engine } = useEngine()
  const [opened, setOpened] = useState(false)
  const choose = (colour: ConnectionColour) => {
    setOpened(false)
    void engine.connections.edit({ connection: connection.id, colour })
  }
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-start" trapFocus withArrow>
      <Popover.Target>
        <UnstyledButton
          aria-label={`Colour of ${connection.name}: ${connection.colour}`}
          onClick={() => setOpened(!opened)}
          mt={4}
        >
          <ColorSwatch color={connectionColourOf[connection.colour]} size={22} radius="sm" />
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown>
        <SimpleGrid cols={4} spacing="xs">
          {connectionColours.map((colour) => (
            <UnstyledButton
              key={colour}
              aria-label={colour}
              aria-pressed={colour === connection.colour}
              onClick={() => choose(colour)}
            >
              <ColorSwatch color={connectionColourOf[colour]} size={26} radius="sm">
                {colour === connection.colour ? <IconCheck size={16} color="white" aria-hidden /> : null}
              </ColorSwatch>
            </UnstyledButton>
          ))}
        </SimpleGrid>
      </Popover.Dropdown>
    </Popover>
  )
}
