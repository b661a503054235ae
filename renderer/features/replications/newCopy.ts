import type { ConnectionView } from '../../../shared/contract/connections.ts'
import type { ChosenPlace } from '../../../shared/contract/host.ts'
import type { DatabaseKind, ReplicationTarget, ServerTarget } from '../../../shared/contract/replications.ts'
import { usualPorts } from './targetWords.ts'

/** What somebody typed into the form of a new copy. */
export interface NewCopy {
  readonly name: string
  readonly is: DatabaseKind
  readonly file: string
  /** A place that was chosen for the file; `null`: the usual folder. */
  readonly place: ChosenPlace | null
  readonly host: string
  readonly port: string
  readonly database: string
  readonly user: string
  readonly password: string
  readonly encryption: ServerTarget['encryption']
  readonly prefix: string
}

export function newCopyOf({ name, service }: Pick<ConnectionView, 'name' | 'service'>): NewCopy {
  return {
    name: `Copy of ${name}`,
    is: 'sqlite',
    file: `${name}.sqlite`,
    place: null,
    host: '',
    port: '',
    database: '',
    user: '',
    password: '',
    encryption: 'verify',
    prefix: `${service}_`,
  }
}

/** As the engine takes it; `null` while something is missing. Pure. */
export function targetOf({
  is,
  file,
  place,
  host,
  port,
  database,
  user,
  encryption,
}: NewCopy): ReplicationTarget | null {
  if (is === 'sqlite' && place !== null) return { is, file: place.file, name: lastOf(place.path) }
  if (is === 'sqlite') return file.trim() === '' ? null : { is, file: null, name: file.trim() }
  const number = port.trim() === '' ? usualPorts[is] : Number(port)
  const isWhole = Number.isInteger(number) && number > 0 && number < 65_536
  if (host.trim() === '' || database.trim() === '' || user.trim() === '' || !isWhole) return null
  return { is, host: host.trim(), port: number, database: database.trim(), user: user.trim(), encryption }
}

function lastOf(path: string): string {
  return path.split(/[/\\]/).at(-1) ?? path
}
