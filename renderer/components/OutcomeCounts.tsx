import type { Receipt } from '../../shared/contract/runs.ts'
import { usePlannedObject } from '../usePlannedObject.ts'
import { count, counted } from '../words.ts'
import { Meaning } from './Meaning.tsx'
import classes from './OutcomeCounts.module.css'
import { outcomeMeaning, outcomeOrder } from './outcomeWords.ts'

/** What became of the rows, one line for each outcome that there is, summed up as in a ledger. */
export function OutcomeCounts({ receipt }: { readonly receipt: Receipt }) {
  const object = usePlannedObject(receipt.plan)
  const lines = outcomeOrder.filter((outcome) => receipt.outcomes[outcome] > 0)
  return (
    <table className={classes.ledger}>
      <caption className={classes.caption}>What became of each row of {receipt.source}</caption>
      <thead className={classes.caption}>
        <tr>
          <th scope="col">Rows</th>
          <th scope="col">Outcome</th>
          <th scope="col">What that means</th>
        </tr>
      </thead>
      <tbody>
        {lines.map((outcome) => (
          <tr key={outcome}>
            <td className={classes.count}>{count(receipt.outcomes[outcome])}</td>
            <td>
              <Meaning of={outcome} />
            </td>
            <td className={classes.words}>{outcomeMeaning(outcome, receipt, object?.op ?? null)}</td>
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr>
          <td className={classes.count}>{count(receipt.rows)}</td>
          <td colSpan={2}>
            {receipt.addsUp
              ? `${counted(receipt.rows, 'row').replace(/^\S+ /, '')} in the file. It adds up.`
              : 'rows in the file, and the lines above do not add up to them. Please report this with the log.'}
          </td>
        </tr>
      </tfoot>
    </table>
  )
}
