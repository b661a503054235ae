import { useMutation, useQuery } from '@tanstack/react-query'
import type { RecipeView } from '../../../shared/contract/recipes.ts'
import { useEngine } from '../../EngineContext.tsx'

export function useRecipes() {
  const { engine } = useEngine()
  return useQuery({ queryKey: ['recipes', 'list'], queryFn: () => engine.recipes.list({}) })
}

/** What can be done to a saved sync itself. The list follows by the engine's pushes. */
export function useRecipeOrders({ id: recipe }: RecipeView) {
  const { engine } = useEngine()
  return {
    rename: useMutation({ mutationFn: (name: string) => engine.recipes.rename({ recipe, name }) }),
    duplicate: useMutation({ mutationFn: () => engine.recipes.duplicate({ recipe }) }),
    remove: useMutation({ mutationFn: () => engine.recipes.remove({ recipe }) }),
  }
}
