import type { PlanSummary } from '../../../shared/contract/plans.ts'
import { counted } from '../../words.ts'

type ObjectPlan = NonNullable<PlanSummary['object']>

/** What a run of this plan can't take back, as one calm paragraph; empty where there is nothing. */
export function finalWords(summary: PlanSummary): string {
  const { changes, audiences, consent, connection, object, confirmation } = summary
  if (object !== null) return objectWords(summary, object)
  // An undo says it above.
  if (summary.undo) return ''
  const sentences: string[] = []
  if (changes.creates > 0 && confirmation === true)
    sentences.push(
      `${peopleAre(changes.creates)} added to ${connection.name} as unconfirmed, and asked to confirm by the form: they get no mail of yours before they do.`,
    )
  else if (changes.creates > 0)
    sentences.push(
      `${peopleAre(changes.creates)} added to ${connection.name}: Listferry does not delete people there again, and they may count for its bill.`,
    )
  const mailing = audiences.filter(({ kind }) => kind === 'form' || kind === 'sequence')
  if (mailing.length > 0 && changes.joins > 0)
    sentences.push(
      `Joining ${mailing.map(({ kind, name }) => `the ${kind} ${name}`).join(' and ')} may send mail at once.`,
    )
  if (consent !== null && changes.subscribes > 0)
    sentences.push(consentSentence(changes.subscribes, consent.confirms))
  if (sentences.length === 0) return ''
  const mails = mailing.length > 0 || (consent?.confirms ?? 0) > 0
  return `${sentences.join(' ')}${mails ? ' What was mailed can’t be taken back.' : ''}`
}

/** What can't be taken back of things that are not people. What is deleted is said by the guard. */
function objectWords({ changes, connection }: PlanSummary, { type, op, many }: ObjectPlan): string {
  if (op === 'delete' || op === 'unsubscribe') return ''
  if (type === 'formSubscriptions' || type === 'sequenceSubscriptions')
    return changes.joins > 0
      ? `Joining a ${type === 'formSubscriptions' ? 'form' : 'sequence'} may send mail at once, and ${connection.service} takes nobody out again by itself.`
      : ''
  if (type === 'purchases' && changes.creates + changes.updates > 0)
    return `Purchases stay in ${connection.name}: no program can delete them. People who are new become subscribers by them.`
  if (type === 'tags' && changes.creates > 0)
    return `New ${many} stay in ${connection.name} until they are deleted in ${connection.service} itself.`
  return ''
}

function consentSentence(subscribes: number, confirms: number): string {
  const asked = `${peopleAre(confirms)} asked by mail to confirm`
  if (confirms === subscribes) return `${asked}.`
  const subscribed = `${peopleAre(subscribes - confirms)} subscribed`
  return confirms === 0 ? `${subscribed}.` : `${subscribed}, ${asked}.`
}

function peopleAre(n: number): string {
  return `${counted(n, 'person', 'people')} ${n === 1 ? 'is' : 'are'}`
}
