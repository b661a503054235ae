import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { ListValue } from '../../../../shared/lists/listColumns.ts'
import type { AccountSchema, Audience, AudienceKind } from '../../../../shared/model.ts'
import { useEngine } from '../../../EngineContext.tsx'
import { useMap } from '../MapContext.tsx'

/** Makes a tag or list for each of these names, one after the other; one that is there already is found. */
export function useMakeAudiences(kind: AudienceKind) {
  const { engine } = useEngine()
  const { account } = useMap()
  const queries = useQueryClient()
  const making = useMutation({
    mutationFn: async (names: readonly string[]): Promise<readonly ListValue[]> => {
      const made: ListValue[] = []
      if (kind !== 'tag' && kind !== 'list') return made
      for (const name of names) {
        const audience = await engine.connections.createAudience({ connection: account.id, kind, name })
        queries.setQueryData(
          ['connections', 'describe', account.id],
          (schema: AccountSchema | undefined) => schema && withAudience(schema, audience),
        )
        made.push({ value: name, audience: { kind, id: audience.id } })
      }
      return made
    },
  })
  return { all: making.mutateAsync, isMaking: making.isPending, error: making.error }
}

function withAudience(schema: AccountSchema, audience: Audience): AccountSchema {
  const others = schema.audiences.filter((one) => one.kind !== audience.kind || one.id !== audience.id)
  return { ...schema, audiences: [...others, audience] }
}
