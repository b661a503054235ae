import { createContext, type ReactNode, useContext, useMemo, useRef, useState } from 'react'
import { useLocation } from 'wouter'
import type { OpenedFile } from '../../../shared/contract/sources.ts'
import { fromWire, toWire } from '../../../shared/errors.ts'
import { useEngine } from '../../EngineContext.tsx'
import { useSync } from '../sync/SyncContext.tsx'
import { pathOf } from '../sync/syncPlace.ts'

export const acceptedFiles =
  '.csv,.tsv,.txt,.tab,.xlsx,.xlsm,.zip,text/csv,text/tab-separated-values,text/plain,application/zip,' +
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

interface TakingFile {
  /** Makes a file that was dropped or chosen the one of the sync, and shows it. Several become one list. */
  readonly take: (files: readonly File[]) => void
  readonly isOpening: boolean
  /** What went wrong with the last one. */
  readonly failed: { readonly name: string; readonly error: Error } | null
  /** Of a file that is still being copied. */
  readonly sentBytes: number
}

const Context = createContext<TakingFile | null>(null)

/**
 * Brings a file into the sync, from wherever it was dropped or chosen. Where the host has to copy it first, its
 * beginning is shown meanwhile. The newest file wins.
 */
export function TakeFileProvider({ children }: { readonly children: ReactNode }) {
  const { host, engine } = useEngine()
  const { dispatch } = useSync()
  const [, navigate] = useLocation()
  const [isOpening, setOpening] = useState(false)
  const [failed, setFailed] = useState<TakingFile['failed']>(null)
  const [sentBytes, setSentBytes] = useState(0)
  const newest = useRef(0)

  const value = useMemo(() => {
    const takeOne = async (file: File): Promise<void> => {
      const turn = (newest.current += 1)
      const isNewest = () => newest.current === turn
      const seen: { head: OpenedFile | null } = { head: null }
      setOpening(true)
      setFailed(null)
      setSentBytes(0)
      const answer = await host
        .openFile(file, {
          onHead(found) {
            if (!isNewest()) return
            seen.head = found
            dispatch({ type: 'file-arriving', head: found })
            navigate(pathOf({ step: 'import' }))
          },
          onProgress: (sent) => isNewest() && setSentBytes(sent),
        })
        .catch((error: unknown) => ({ error: toWire(error) }))
      if (!isNewest()) return
      setOpening(false)
      if ('error' in answer) {
        if (seen.head !== null) dispatch({ type: 'file-left' })
        setFailed({ name: file.name, error: fromWire(answer.error) })
        return
      }
      dispatch({ type: 'file-arrived', head: seen.head, file: answer.ok })
      if (seen.head === null) navigate(pathOf({ step: 'import' }))
    }
    const takeSeveral = async (files: readonly File[]): Promise<void> => {
      const turn = (newest.current += 1)
      setOpening(true)
      setFailed(null)
      let name = ''
      try {
        const opened: string[] = []
        for (const file of files) {
          name = file.name
          const answer = await host.openFile(file)
          if (newest.current !== turn) return
          if ('error' in answer) throw fromWire(answer.error)
          opened.push(answer.ok.file)
        }
        const file = await engine.sources.together({ files: opened })
        if (newest.current !== turn) return
        dispatch({ type: 'file-arrived', head: null, file })
        navigate(pathOf({ step: 'import' }))
      } catch (error) {
        if (newest.current === turn) setFailed({ name, error: fromWire(toWire(error)) })
      } finally {
        if (newest.current === turn) setOpening(false)
      }
    }
    const take = (files: readonly File[]) => {
      const [only, ...more] = files
      if (only !== undefined) void (more.length === 0 ? takeOne(only) : takeSeveral(files))
    }
    return { take, isOpening, failed, sentBytes }
  }, [host, engine, dispatch, navigate, isOpening, failed, sentBytes])
  return <Context value={value}>{children}</Context>
}

export function useTakeFile(): TakingFile {
  const taking = useContext(Context)
  if (taking === null) throw new Error('useTakeFile needs a TakeFileProvider around it')
  return taking
}
