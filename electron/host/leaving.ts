import { type BrowserWindow, dialog } from 'electron'
import type { RunView } from '../../shared/contract/runs.ts'
import type { RunId } from '../../shared/model.ts'
import type { LastingEngine } from '../attach/lastingEngine.ts'

export type Leaving =
  | { readonly do: 'stay' }
  /** Runs that go on at the next start. */
  | { readonly do: 'leave'; readonly goOnWith: readonly RunId[] }

/** Asks what is to become of runs that are under way, and sees to it. Nothing is asked where nothing would end. */
export async function askToLeave(engine: LastingEngine, window: BrowserWindow | null): Promise<Leaving> {
  const runs = await runsUnderWay(engine)
  if (runs.length === 0) return { do: 'leave', goOnWith: [] }
  const answer = await ask(runs, window)
  if (answer === 'stay') return { do: 'stay' }
  const ids = runs.map(({ id }) => id)
  if (answer === 'go-on-later') return { do: 'leave', goOnWith: ids }
  // One that ended meanwhile needs no pause.
  await Promise.allSettled(ids.map((run) => engine.client.runs.pause({ run })))
  return { do: 'leave', goOnWith: [] }
}

async function runsUnderWay(engine: LastingEngine): Promise<readonly RunView[]> {
  try {
    // Another Listferry's engine goes on without this window.
    if ((await engine.opened()).attachedTo !== null) return []
    const runs = await engine.client.runs.list({})
    return runs.filter(({ status, interrupted }) => status === 'running' && !interrupted)
  } catch {
    return [] // no engine, no runs
  }
}

const answers = ['stay', 'go-on-later', 'stop'] as const

async function ask(
  runs: readonly RunView[],
  window: BrowserWindow | null,
): Promise<(typeof answers)[number]> {
  const options = {
    type: 'question' as const,
    message: runs.length === 1 ? 'A run is under way' : `${runs.length} runs are under way`,
    detail: `${runs.map(({ source, connection }) => `${source} → ${connection}`).join('\n')}\n\nNothing is lost either way: what was sent is in the journal.`,
    buttons: ['Keep open', 'Go on when I open Listferry again', 'Stop after the current request'],
    defaultId: 0,
    cancelId: 0,
    noLink: true,
  }
  const { response } = await (window
    ? dialog.showMessageBox(window, options)
    : dialog.showMessageBox(options))
  return answers[response] ?? 'stay'
}
