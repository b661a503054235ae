import type { DatabaseKind, ServerTarget, TargetView } from '../../../shared/contract/replications.ts'

export const databaseTitles: Readonly<Record<DatabaseKind, string>> = {
  sqlite: 'SQLite file',
  postgres: 'PostgreSQL',
  mysql: 'MySQL, MariaDB',
}

export const databaseChoices = (['sqlite', 'postgres', 'mysql'] as const).map((value) => ({
  value,
  label: databaseTitles[value],
}))

/** Where a copy is: a file's path, or a database on a server. */
export function targetWords(target: TargetView): string {
  if (target.is === 'sqlite') return target.path
  return `${databaseTitles[target.is]}: ${target.database} on ${target.host}:${target.port}`
}

export const usualPorts: Readonly<Record<ServerTarget['is'], number>> = { postgres: 5432, mysql: 3306 }

export const encryptions: { value: ServerTarget['encryption']; label: string }[] = [
  { value: 'verify', label: 'Encrypted, certificate checked' },
  { value: 'unverified', label: 'Encrypted, any certificate' },
  { value: 'off', label: 'Not encrypted: only on this computer' },
]
