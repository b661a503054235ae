import { Text } from '@mantine/core'
import type { RecipeView } from '../../../shared/contract/recipes.ts'
import { modeWords } from '../../components/modeWords.ts'
import { importWords } from '../objects/objectWords.ts'
import { counted } from '../../words.ts'

/** What a sync sends and where people go, or what it does with what an account holds, in a sentence; the columns it needs, in another. */
export function SyncRules({ recipe }: { readonly recipe: RecipeView }) {
  const { audiences, columns, mode, object, cleaning } = recipe
  const where =
    audiences.length === 0
      ? 'fills fields only'
      : `puts people into ${audiences.map(({ kind, name }) => `${kind} “${name}”`).join(', ')}`
  return (
    <div>
      <Text size="sm" lineClamp={2}>
        {object === null
          ? `Sends ${modeWords(mode)}; ${where}.`
          : `${importWords({ id: object.type, many: object.many }, object.op)}; sends ${modeWords(mode)}.`}
        {cleaning === 0 ? null : ` Cleans the file first with ${counted(cleaning, 'fix', 'fixes')}.`}
      </Text>
      <Text size="sm" c="dimmed" lineClamp={2} title={columns.join(', ')}>
        Needs the columns {columns.join(', ')}.
      </Text>
    </div>
  )
}
