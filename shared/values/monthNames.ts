import { foldWord } from './foldWord.ts'

/** English, German, French, Spanish, Portuguese, Italian, Dutch, with their usual short forms; January first. */
const months = [
  'january jan january januar jän jänner jaenner janvier janv enero ene janeiro gennaio gen januari',
  'february feb febr februar feber février févr fév febrero fevereiro fev febbraio februari',
  'march mar march märz mär mrz maerz mars marzo março maart mrt',
  'april apr avril avr abril abr aprile',
  'may mai mayo maio maggio mag mei',
  'june jun juni juin junio junho giugno giu',
  'july jul juli juillet juil julio julho luglio lug',
  'august aug août aou agosto ago augustus',
  'september sep sept septembre septiembre setiembre setembro set settembre',
  'october oct oktober okt octobre octubre outubro out ottobre ott',
  'november nov novembre noviembre novembro',
  'december dec dezember dez décembre déc diciembre dic dezembro dicembre',
]

const weekdays = [
  'monday mon tuesday tue tues wednesday wed thursday thu thur thurs friday fri saturday sat sunday sun',
  'montag mo dienstag di mittwoch mi donnerstag do freitag fr samstag sonnabend sa sonntag so',
  'lundi lun mardi mercredi mer jeudi jeu vendredi ven samedi sam dimanche dim',
  'lunes martes miércoles mié jueves jue viernes vie sábado sáb domingo dom',
  'segunda seg terça ter quarta qua quinta qui sexta sex feira',
  'lunedì martedì mercoledì giovedì gio venerdì sabato domenica',
  'maandag dinsdag woensdag donderdag vrijdag zaterdag zondag ma wo vr za zo',
]

/** Folded name → 1 to 12. */
export const monthNumbers: ReadonlyMap<string, number> = new Map(
  months.flatMap((names, index) => names.split(' ').map((name) => [foldWord(name), index + 1] as const)),
)

/** Folded. `mar` is left to March: a date that has a month needs no Tuesday. */
export const weekdayNames: ReadonlySet<string> = new Set(
  weekdays.flatMap((names) => names.split(' ').map(foldWord)),
)
