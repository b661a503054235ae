import type { PlanSummary } from './contract/plans.ts'

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
  if (changes.joins > 0) sentences.push(joinSentence(audiences, connection.service))
  if (consent !== null && changes.subscribes > 0)
    sentences.push(consentSentence(changes.subscribes, consent.confirms))
  if (sentences.length === 0) return ''
  const mails = changes.joins + changes.subscribes > 0
  return `${sentences.join(' ')}${mails ? ' What was mailed can’t be taken back.' : ''}`
}

function joinSentence(audiences: PlanSummary['audiences'], service: string): string {
  const staying = audiences.filter(({ kind }) => kind === 'form' || kind === 'sequence')
  if (staying.length === 0) return `Automations in ${service} may mail whoever is put somewhere.`
  const names = staying.map(({ kind, name }) => `the ${kind} ${name}`).join(' and ')
  return `Joining ${names} may send mail at once, and no program can take anybody out of ${staying.length === 1 ? 'it' : 'them'} again.`
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
  const stays = 'Consent that is recorded can’t be taken back.'
  if (confirms === subscribes) return `${asked}. ${stays}`
  const subscribed = `${peopleAre(subscribes - confirms)} subscribed`
  return confirms === 0 ? `${subscribed}. ${stays}` : `${subscribed}, ${asked}. ${stays}`
}

function peopleAre(n: number): string {
  return n === 1 ? '1 person is' : `${n.toLocaleString('en-US')} people are`
}
