import type { PlanSummary } from '../../../shared/contract/plans.ts'
import { counted } from '../../words.ts'

/** What a run of this plan can't take back, as one calm paragraph; empty where there is nothing. */
export function finalWords({ changes, audiences, consent, connection }: PlanSummary): string {
  const sentences: string[] = []
  if (changes.creates > 0)
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

function consentSentence(subscribes: number, confirms: number): string {
  const asked = `${peopleAre(confirms)} asked by mail to confirm`
  if (confirms === subscribes) return `${asked}.`
  const subscribed = `${peopleAre(subscribes - confirms)} subscribed`
  return confirms === 0 ? `${subscribed}.` : `${subscribed}, ${asked}.`
}

function peopleAre(n: number): string {
  return `${counted(n, 'person', 'people')} ${n === 1 ? 'is' : 'are'}`
}
