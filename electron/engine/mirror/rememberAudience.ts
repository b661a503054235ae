import type { Audience } from '../../../shared/model.ts'
import type { MirrorStore } from '../store/mirror.ts'

/** Adds an audience that was just made to what is known of the account, until it is described again. */
export function rememberAudience(mirror: MirrorStore, made: Audience): void {
  const schema = mirror.schema()
  if (schema.audiences.some((one) => one.kind === made.kind && one.id === made.id)) return
  mirror.saveSchema({ ...schema, audiences: [...schema.audiences, made] })
}
