import { foldWord } from '../values/foldWord.ts'

/**
 * What a word in a column about consent or leaving says:
 * - `left`: unsubscribed, bounced, complained or suppressed;
 * - `never-agreed`: not on the list and did not ask to be, or has not confirmed;
 * - `joined`: on the list by their own choice;
 * - `blank`: what software writes where it has nothing.
 */
export type LeftWord = 'left' | 'never-agreed' | 'joined' | 'blank'

// English, German, French, Spanish, Portuguese, Italian, Dutch. Folded on load; phrases are separated by |.
const left = [
  'unsubscribed|unsubscribe|unsub|cancelled|canceled|opted out|opt out|optout|removed|left|inactive',
  'cleaned|bounced|bounce|hard bounce|hard bounced|soft bounced|invalid|undeliverable',
  'complained|complaint|spam|spam complaint|marked as spam|abuse|reported spam|user suppressed',
  'suppressed|suppression|blocked|blacklisted|blocklisted|banned|do not email|do not contact|do not mail|dnc',
  'revoked|withdrawn|stopped|stop|ended|expired|deleted|archived',
  'abgemeldet|ausgetragen|abbestellt|gekündigt|storniert|gesperrt|widerrufen|widersprochen|unzustellbar|gelöscht',
  'désinscrit|désinscrite|désabonné|désabonnée|résilié|annulé|bloqué|rejeté|plainte|supprimé',
  'dado de baja|dada de baja|baja|desuscrito|desuscrita|cancelado|cancelada|bloqueado|rebotado|queja|eliminado',
  'descadastrado|descadastrada|desinscrito|desinscrita|cancelou|removido|bloqueada|rejeitado|reclamação',
  'disiscritto|disiscritta|cancellato|cancellata|disdetto|rimbalzato|bloccato|reclamo|rimosso',
  'uitgeschreven|afgemeld|opgezegd|geblokkeerd|gebounced|klacht|verwijderd',
]

/** What people write to be taken off, within an answer: `Ok. Remove me`. */
const requests = [
  'remove|delete|erase|forget me|take me off|take my name off|off the list|off your list|opt me out|leave me alone',
  'unsubscribing|cancel|no more|stopping|quit|drop me|stop sending|get me off',
  'abmelden|meldet mich ab|melden sie mich ab|melde mich ab|austragen|tragt mich aus|abbestellen|abbestelle|löschen|lösche|löscht',
  'entfernen|entfernt|entferne|streichen|streicht mich|kündigen|kündige|loeschen|loesche|loescht|kuendigen|stopp|aufhören|widerrufe|widerspreche',
  'désinscrire|désinscrivez|désinscris|désabonner|désabonnez|supprimer|supprimez|retirer|retirez|enlever|enlevez',
  'arrêter|arrêtez|stoppez|annuler|annulez|résilier|effacez|effacer',
  'eliminar|eliminarme|elimíname|elimínenme|borrar|borrarme|bórrame|bórrenme|quitar|quitarme|quítame|quítenme|cancelar',
  'desuscribir|desuscribirme|desuscríbanme|sáquenme|sácame|paren|dejen de',
  'remover|remova|removam|retirar|retire|retirem|descadastrar|descadastre|apagar|apague|excluir|exclua|parar|parem',
  'rimuovere|rimuovi|rimuovimi|rimuovetemi|rimuovermi|cancellare|cancella|cancellami|cancellatemi|cancellarmi|eliminare',
  'eliminami|eliminatemi|togliere|toglietemi|toglimi|disiscrivere|disiscrivimi|disiscrivetemi|disiscrivermi|basta|smettete',
  'verwijder|verwijderen|uitschrijven|schrijf me uit|schrijf mij uit|schrijf uit|afmelden|meld me af|meld mij af|opzeggen',
  'haal me|haal mij|stoppen|beëindigen',
]

const neverAgreed = [
  'not subscribed|never subscribed|nonsubscribed|non subscribed|non subscriber|not opted in|no consent|no permission',
  'pending|unconfirmed|not confirmed|awaiting confirmation|invited|declined|refused|denied|rejected|transactional',
  'nicht erteilt|nicht eingewilligt|nicht abonniert|nicht angemeldet|nicht bestätigt|unbestätigt|ausstehend|keine einwilligung|abgelehnt',
  'non inscrit|non inscrite|non abonné|non abonnée|non confirmé|en attente|refusé|pas de consentement',
  'no suscrito|no suscrita|no confirmado|pendiente|sin consentimiento|rechazado',
  'não inscrito|não inscrita|não confirmado|pendente|sem consentimento|recusado',
  'non iscritto|non iscritta|non confermato|in attesa|nessun consenso|rifiutato',
  'niet ingeschreven|niet aangemeld|niet bevestigd|in afwachting|geen toestemming|geweigerd',
]

const joined = [
  'subscribed|subscriber|active|confirmed|opted in|opt in|optin|consented|granted|given|allowed|permitted|express',
  'single opt in|double opt in|deliverable|not unsubscribed|never unsubscribed|not bounced|not suppressed|not cleaned',
  'abonniert|angemeldet|aktiv|bestätigt|eingewilligt|erteilt|erlaubt|abonnent',
  'inscrit|inscrite|abonné|abonnée|actif|active|confirmé|consenti',
  'suscrito|suscrita|activo|activa|confirmado|confirmada|consentido',
  'inscrito|inscrita|ativo|ativa|assinante',
  'iscritto|iscritta|confermato|confermata|abbonato',
  'ingeschreven|aangemeld|geabonneerd|actief|bevestigd|toestemming gegeven',
]

const blank = ['null|nil|undefined|nan|nat|n a|na|0000 00 00|0000 00 00 00 00 00']

/** Folded phrase → what it says. */
export const leftWords: ReadonlyMap<string, LeftWord> = new Map([
  ...phrases(blank, 'blank'),
  ...phrases(joined, 'joined'),
  ...phrases(neverAgreed, 'never-agreed'),
  ...phrases(left, 'left'),
])

/** Whether a longer text speaks of leaving: `Unsubscribed by admin`, `Bounced (mailbox full)`, `Please remove me`. */
export function mentionsLeaving(folded: string): boolean {
  return leavingPhrase.test(folded)
}

const leavingPhrase = new RegExp(
  `\\b(?:${phrases([...left, ...requests], 'left')
    .map(([phrase]) => phrase)
    .join('|')})\\b`,
)

function phrases(lines: readonly string[], word: LeftWord): [string, LeftWord][] {
  return lines.flatMap((line) => line.split('|')).map((phrase) => [foldWord(phrase), word])
}
