import type { AudienceRef } from '../../../../shared/model.ts'
import type { Connector } from '../../connectors/connector.ts'
import type { PlannedRow } from '../../store/plans.ts'
import { leave } from '../diffRow.ts'
import type { InFile, Leaver } from './inFile.ts'

/** Rows of the plan for those who leave, numbered after the file's last row. */
export function* leaverRows(
  inFile: InFile,
  audiences: readonly AudienceRef[],
  rowsInFile: number,
  {
    repeatOf,
    audienceWords,
  }: Pick<Connector, 'repeatOf'> & { readonly audienceWords: (audience: AudienceRef) => string },
): Generator<readonly PlannedRow[]> {
  let row = rowsInFile
  for (const leavers of inFile.leavers(audiences))
    yield leavers.map((leaver) => {
      row += 1
      return leaverRow(row, leaver)
    })

  function leaverRow(at: number, { remoteId, email, emailFolded, audiences: isIn }: Leaver): PlannedRow {
    const key = { remoteId, email }
    return {
      row: at,
      kind: 'leave',
      reason: `Is in the ${isIn.map(audienceWords).join(' and the ')}, and no longer in the file.`,
      warning: null,
      email,
      identity: emailFolded,
      remoteId,
      cursor: null,
      changes: isIn.map((audience) => leave(key, audience, repeatOf)),
    }
  }
}
