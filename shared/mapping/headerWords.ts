import { foldWord } from '../values/foldWord.ts'

/** UTF-16 units that are looked at; what is longer is a question or a paragraph, and its start says it. */
export const longestHeader = 300

/**
 * The words of a header as the tables know them: `E-Mail-Adresse *` → `e mail adresse`, `firstName` → `first name`, `D.O.B.` → `dob`,
 * `Customer Email (Primary)` → `customer email primary`.
 */
export function headerWords(header: string): string {
  const words = foldWord(
    header
      .slice(0, longestHeader)
      .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
      .replace(/#/g, ' number '),
  )
  return words.replace(/(?<![^ ])\p{L}(?: \p{L})+(?![^ ])/gu, (letters) => letters.replaceAll(' ', ''))
}

/** The same without what stands in brackets: units, `(required)`, examples. The header itself if nothing else is left. */
export function headerWordsOutsideBrackets(header: string): string {
  const outside = headerWords(
    header.slice(0, longestHeader).replace(/\([^()]*\)|\[[^[\]]*\]|\{[^{}]*\}|<[^<>]*>/g, ' '),
  )
  return outside === '' ? headerWords(header) : outside
}

/**
 * Words around the one that matters, in the same languages: whose (`customer`), which (`primary`), polite questions
 * (`what is your`), and numbers.
 */
export const sideWords: ReadonlySet<string> = new Set(
  [
    'customer client contact subscriber user member person attendee buyer guest participant recipient student patient',
    'profile account lead order registrant respondent invitee student donor primary main default preferred current',
    'billing shipping mailing home work business personal private your my the a an of is what s please enter provide',
    'required optional value field data info information original 1 2 3 no nr number to for and we can us at best',
    'contacts customers properties attr attribute cf custom pflichtfeld obligatorio obligatoire obbligatorio verplicht',
    'ihre ihr dein deine wie lautet bitte kunde kunden kontakt teilnehmer mitglied privat geschäftlich haupt angeben',
    'votre vos ton quel quelle est client contact participant de la le du l des principal principale merci indiquer',
    'tu su cuál es cliente contacto participante el los del principal por favor indique obrigatório seu sua qual é o',
    'il tuo tua qual è la partecipante principale inserisci uw je jouw wat klant deelnemer hoofd vul in het',
  ]
    .join(' ')
    .split(' ')
    .map(foldWord),
)

/** Words that make a value someone else's: a colleague who looks after the customer, a friend who recommended. */
export const otherPersonWords: ReadonlySet<string> = new Set(
  [
    'owner referrer referred referral manager assigned assignee organizer organiser host parent guardian friend spouse',
    'partner emergency sender from reply seller vendor agent rep sales salesperson recruiter inviter invited supervisor',
    'bearbeiter betreuer ansprechpartner empfohlen vermittler parrain responsable referente vendedor verkoper',
  ]
    .join(' ')
    .split(' ')
    .map(foldWord),
)
