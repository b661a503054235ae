import { useEffect, useState } from 'react'
import type { Recognised } from '../../../shared/contract/connections.ts'
import type { ServiceId } from '../../../shared/model.ts'
import { useEngine } from '../../EngineContext.tsx'

/** What a typed secret looks like. No cache: the text is kept nowhere but in its field. */
export function useRecognised(service: ServiceId, text: string): Recognised | null {
  const { engine } = useEngine()
  const [found, setFound] = useState<Recognised | null>(null)
  useEffect(() => {
    let isNewest = true
    const show = (recognised: Recognised | null) => {
      if (isNewest) setFound(recognised)
    }
    if (text.trim().length < 6) show(null)
    else engine.connections.recognise({ service, text }).then(show, () => show(null)) // it is only a hint
    return () => {
      isNewest = false
    }
  }, [engine, service, text])
  return found
}
