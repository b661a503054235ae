import type { WireError } from '../errors.ts'
import type { CallName, PushListener } from './contract.ts'
import type { ExportedFile } from './exports.ts'
import type { OpenedFile } from './sources.ts'

/** What the application menu, the palette and a second start of the program can ask the window for. */
export type HostEvent =
  | { readonly type: 'command'; readonly command: HostCommand }
  /** A file was dropped on the icon, or the program was started with it. */
  | { readonly type: 'file'; readonly file: OpenedFile }

export type HostCommand = 'open-file' | 'connect' | 'settings' | 'palette' | 'history'

export type HostAnswer = { readonly ok: unknown } | { readonly error: WireError }

/** A place for a file that need not be there. `path`: for showing it. */
export interface ChosenPlace {
  readonly file: string
  readonly path: string
}

/** How a file comes into the program that has to be copied first. */
export interface FileArrival {
  /** A file with its first MiB, to be looked at meanwhile; gone soon after the whole one is there. */
  onHead(head: OpenedFile): void
  onProgress(sentBytes: number): void
}

/**
 * What a window gets from its host: the preload script of the desktop app (as `window.listferry`), or the web client.
 * The contract's calls go through `call`; everything else here is what only a host can do.
 */
export interface HostBridge {
  readonly kind: 'desktop' | 'browser'
  readonly platform: 'linux' | 'mac' | 'windows'
  /** `id`: the window's own name for this call, a UUID, by which `stop` can end it. */
  call(name: CallName, input: unknown, id: string): Promise<HostAnswer>
  /** Ends a call in the engine: it answers with the error `cancelled`. A window that goes away ends nothing. */
  stop(id: string): void
  /** Returns its undo. */
  onPush(listener: PushListener): () => void
  /** Returns its undo. */
  onEvent(listener: (event: HostEvent) => void): () => void
  /** For a file that was dropped or chosen in a file input. `arrival`: told by hosts that must copy it first. */
  openFile(
    file: File,
    arrival?: FileArrival,
  ): Promise<{ readonly ok: OpenedFile } | { readonly error: WireError }>
  /** Asks where to, or downloads it. */
  saveFile(
    file: ExportedFile,
  ): Promise<{ readonly ok: 'saved' | 'cancelled' } | { readonly error: WireError }>
  /**
   * Asks where an SQLite file is to be; nothing is made yet. Answers with an id for that place, as `openFile` does for
   * files; `ok` is `null` where none was chosen. `null` where a host can't ask.
   */
  readonly choosePlace:
    ((name: string) => Promise<{ readonly ok: ChosenPlace | null } | { readonly error: WireError }>) | null
  /**
   * Opens what the engine wrote in the program that is for such files, where it is; what is saved there is seen by
   * `fixes.watch`. `null` where a host can't: the file is saved and handed over again.
   */
  readonly openInProgram:
    ((file: ExportedFile) => Promise<{ readonly ok: null } | { readonly error: WireError }>) | null
  /** Tells the system how far a run is (0 to 1), for the taskbar or dock; `null`: nothing under way. */
  showProgress(share: number | null): void
  /** A notification of the system. Does nothing where the user forbade them. */
  notify(title: string, body: string): void
  /** Follows the user's choice for window frames and menus. */
  setTheme(theme: 'system' | 'light' | 'dark'): void
}
