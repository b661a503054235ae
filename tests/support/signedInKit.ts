import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

/** Has the connections of a data folder count as signed in. */
export function markSignedIn(folder: string): void {
  const db = new DatabaseSync(join(folder, 'listferry.sqlite'))
  db.exec("UPDATE connection SET credential_form = 'oauth'")
  db.close()
}
