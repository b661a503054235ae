import { useLocation } from 'wouter'
import type { OpenedFile } from '../../../shared/contract/sources.ts'

/** Begins a sync with a file. */
export function useStartSync(): (start: { readonly file: OpenedFile }) => void {
  const [, navigate] = useLocation()
  return ({ file }) => navigate('/sync/import', { state: file })
}
