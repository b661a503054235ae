import { ActionIcon, Menu, Text } from '@mantine/core'
import { modals } from '@mantine/modals'
import { IconCopy, IconDots, IconDownload, IconPencil, IconTrash } from '@tabler/icons-react'
import { useState } from 'react'
import type { RecipeView } from '../../../shared/contract/recipes.ts'
import { connectionColourOf } from '../../components/connectionColour.ts'
import { useSaidErrors } from '../../useSaidErrors.ts'
import { useSaveExport } from '../../useSaveExport.ts'
import { RenameSync } from './RenameSync.tsx'
import { useRecipeOrders } from './useRecipes.ts'

export function SyncMenu({ recipe }: { readonly recipe: RecipeView }) {
  const [isRenaming, setRenaming] = useState(false)
  const { rename, duplicate, remove } = useRecipeOrders(recipe)
  const files = useSaveExport()
  useSaidErrors(`“${recipe.name}” could not be changed`, duplicate.error ?? remove.error)
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon variant="subtle" color="gray" aria-label={`More to do with ${recipe.name}`}>
            <IconDots size={18} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconPencil size={16} />} onClick={() => setRenaming(true)}>
            Rename
          </Menu.Item>
          <Menu.Item leftSection={<IconCopy size={16} />} onClick={() => duplicate.mutate()}>
            Duplicate
          </Menu.Item>
          <Menu.Item
            leftSection={<IconDownload size={16} />}
            onClick={() => files.mutate((exports) => exports.recipe({ recipe: recipe.id }))}
          >
            Export as a file
          </Menu.Item>
          <Menu.Divider />
          <Menu.Item
            leftSection={<IconTrash size={16} />}
            c="var(--lf-rejected)"
            onClick={() => askToDelete(recipe, () => remove.mutate())}
          >
            Delete
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <RenameSync recipe={recipe} rename={rename} opened={isRenaming} onClose={() => setRenaming(false)} />
    </>
  )
}

function askToDelete({ name }: RecipeView, onConfirm: () => void): void {
  modals.openConfirmModal({
    title: `Delete “${name}”?`,
    children: (
      <Text>
        Its mapping and rules are gone then. The account, the people in it and the runs in History stay as
        they are.
      </Text>
    ),
    labels: { confirm: 'Delete the sync', cancel: 'Keep it' },
    confirmProps: { color: connectionColourOf.red },
    onConfirm,
  })
}
