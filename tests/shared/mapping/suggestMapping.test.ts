import { describe, expect, test } from 'vitest'
import type { Field, FieldId } from '../../../shared/model.ts'
import { suggestMapping } from '../../../shared/mapping/suggestMapping.ts'
import { suggestedRules } from '../../../shared/mapping/suggestedRules.ts'
import { heldOutFiles } from './heldOutHeaders.ts'
import { labelledFiles } from './labelledHeaders.ts'
import { accountFields, scoreSuggestions } from './suggestionScore.ts'

type Sampled = readonly [string, ...string[]]

const suggest = (...columns: readonly Sampled[]) => suggestFor(accountFields, ...columns)

function suggestFor(fields: readonly Field[], ...columns: readonly Sampled[]) {
  return suggestMapping({
    columns: columns.map(([header, ...samples], index) => ({
      column: { index, header, name: header },
      samples,
    })),
    fields,
  })
}

describe('suggestions for the columns of real exports', () => {
  test('at least 95 of 100 are what a person would say', () => {
    const { right, total, wrong } = scoreSuggestions(labelledFiles)
    console.info(`${right} of ${total} columns right.`, ...wrong)
    expect(total).toBeGreaterThanOrEqual(200)
    expect(right / total).toBeGreaterThanOrEqual(0.95)
  })

  test('files that nobody prepared for go nearly as well', () => {
    const { right, total, wrong } = scoreSuggestions(heldOutFiles)
    console.info(`Held out: ${right} of ${total} columns right.`, ...wrong)
    expect(total).toBeGreaterThanOrEqual(40)
    expect(right / total).toBeGreaterThanOrEqual(0.85)
  })
})

describe('a suggestion', () => {
  test('explains itself by header and values', () => {
    const [first, phone] = suggest(
      ['Vorname', 'Anna', 'Jörg'],
      ['Erreichbar', '0351 1234567', '030/987654', ''],
    ).columns
    expect(first?.reason).toBe('The header “Vorname” means first name.')
    expect(phone?.reason).toBe('2 of 2 values look like phone numbers.')
  })

  test('in a file of very many columns looks at the first and at headers that are known, in little time', () => {
    const names = Array.from({ length: 16_384 }, (_, n) => `Answer ${n}`)
    names[9_000] = 'Abgemeldet'
    const before = performance.now()
    const { columns } = suggest(...names.map((name) => [name, 'ja', '', 'nein'] as const))
    expect(performance.now() - before).toBeLessThan(10_000)
    expect(columns.map(({ column }) => column.index)).toEqual(names.map((_, n) => n))
    expect(columns[9_000]?.target).toMatchObject({ left: { column: 9_000 } })
    expect(columns[16_000]).toMatchObject({ target: { ignore: true } })
    expect(columns[16_000]?.reason).toContain('only the first and those with a well-known name')
  })

  test('who never asked for text messages is not held back from email, where another column speaks of that', () => {
    const email = ['Email subscriber status', 'Subscribed', 'Unsubscribed'] as const
    const texts = ['SMS subscriber status', 'Never subscribed', 'Never subscribed'] as const
    const [status, sms] = suggest(email, texts).columns
    expect(status?.target).toMatchObject({ left: { column: 0, leftWhen: 'no' } })
    expect(sms).toMatchObject({ target: { ignore: true } })
    expect(sms?.reason).toContain('About text messages only')
    expect(suggest(texts).columns[0]?.target).toMatchObject({ left: { column: 0, leftWhen: 'no' } })
    const both = suggest(email, ['Email and SMS consent', 'yes', 'no']).columns[1]
    expect(both?.target).toMatchObject({ left: { column: 1, leftWhen: 'no' } })
  })

  test('one address is enough to know a column without a header by', () => {
    expect(suggest(['', 'ann@example.com']).columns[0]?.target).toMatchObject({ field: 'email' })
  })

  test('addresses at a domain in other letters are addresses too', () => {
    const [email] = suggest(
      ['E-Mail', 'info@müller.example', 'a@bücher.example'],
      ['Name', 'Ann', 'Bo'],
    ).columns
    expect(email).toMatchObject({
      target: { field: 'email' },
      reason: expect.stringContaining('2 of 2 values') as string,
    })
  })

  test('a title of Mr. and Ms. is no profession, though the account has a field of that name', () => {
    const title = {
      id: 'title' as FieldId,
      key: 'title',
      label: 'Title',
      type: 'text',
      custom: false,
    } as const
    const column = (index: number, header: string, ...samples: string[]) => ({
      column: { index, header, name: header },
      samples,
    })
    const job = column(1, 'Job Title', 'CEO', 'Baker', 'CTO')
    const targets = (first: ReturnType<typeof column>) =>
      suggestMapping({ columns: [first, job], fields: [title] }).columns.map(
        ({ target }) => 'field' in target,
      )
    expect(targets(column(0, 'Title', 'Ms.', 'Mr.', ''))).toEqual([false, true])
    expect(targets(column(0, 'Title', 'CEO', 'Baker'))).toEqual([true, false])
  })

  test('values overrule a header that they clearly disagree with', () => {
    const [contact, mail] = suggest(
      ['Contact', 'ann@example.com', 'bob@example.com'],
      ['Email', 'yes', 'no'],
    ).columns
    expect(contact?.target).toMatchObject({ field: 'email', type: 'email' })
    expect(mail?.target).toEqual({ left: { column: 1, leftWhen: 'no' } })
  })

  test('gives a field to one column only, and says which', () => {
    const [first, second] = suggest(['Email', 'ann@example.com'], ['Email 2', 'ann@home.example']).columns
    expect(first?.target).toMatchObject({ field: 'email' })
    expect(second).toMatchObject({
      target: { ignore: true },
      reason: '“Email” is filled from “Email” already.',
    })
  })

  const landline = '0351 1234567'
  const phones = (headers: readonly string[]) =>
    headers.map((header) => [header, landline, landline] as const)

  test.each([
    ['Business Phone', 'Home Phone', 'Mobile'],
    ['Home Phone', 'Work Phone', 'Phone', 'Cell'],
    ['Home Phone', 'WhatsApp'],
    ['Phone', 'Business Phone', 'Mobile Phone (Vodafone)'],
    ['Telefon privat', 'Telefon geschäftlich', 'Telefon', 'Handy'],
    ['Festnetz', 'Mobil-Nr.'],
    ['Telefon', 'Mobiltelefon'],
    ['Téléphone fixe', 'Téléphone bureau', 'Téléphone', 'Portable'],
    ['Téléphone', 'Tél. portable pro'],
    ['Teléfono', 'Teléfono trabajo', 'Móvil'],
    ['Teléfono fijo', 'Teléfono celular'],
    ['Telefone', 'Telefone residencial', 'Celular'],
    ['Telefone comercial', 'Telemóvel'],
    ['Telefono', 'Telefono casa', 'Cellulare'],
    ['Telefono ufficio', 'N. di cellulare'],
    ['Telefoonnummer', 'Telefoon werk', 'Mobiele telefoon'],
    ['Vaste telefoon', 'Mobiel'],
  ])('of %s, %s, … the mobile is the phone, wherever it stands', (...headers) => {
    const mobile = headers.at(-1)
    const service = {
      ...accountFields[3],
      key: 'phone_number',
      label: 'Phone number',
      custom: false,
    } as Field
    for (const order of [headers, headers.toReversed()])
      for (const field of headers.includes('Phone') ? [service] : [service, accountFields[3]]) {
        const fields = [field as Field]
        const { columns } = suggestFor(fields, ...phones(order))
        const chosen = columns.filter(({ target }) => 'field' in target)
        expect(chosen.map(({ column }) => column.header)).toEqual([mobile])
      }
  })

  test('phones stay with the fields that are called like them, and go to none for another phone', () => {
    const field = (label: string, custom = true) =>
      ({ id: label as FieldId, key: label, label, type: 'text', custom }) as const
    const targets = (fields: readonly Field[], ...headers: string[]) =>
      suggestFor(fields, ...phones(headers)).columns.map(({ target }) =>
        'field' in target ? target.field : null,
      )
    const own = [field('Home phone'), field('Phone')]
    expect(targets(own, 'Mobile', 'Home Phone')).toEqual(['Phone', 'Home phone'])
    expect(targets(own, 'Phone', 'Mobile', 'Business Phone')).toEqual(['Phone', null, null])
    const klaviyo = [field('Phone number', false), field('Mobile'), field('Business phone')]
    expect(targets(klaviyo, 'Business Phone', 'Mobile')).toEqual(['Business phone', 'Phone number'])
    expect(targets(klaviyo, 'Home Phone')).toEqual(['Phone number'])
  })

  test('a mobile without numbers, or that of somebody else, gives way to a phone that has some', () => {
    const targets = (mobile: string, ...samples: string[]) =>
      suggest(['Home Phone', landline], [mobile, ...samples]).columns.map(({ target }) => 'field' in target)
    expect(targets('Mobile', '', '')).toEqual([true, false])
    expect(targets('Emergency contact mobile', landline, landline)).toEqual([true, false])
  })

  test.each([
    ['Kd.-Nr.', 'K-1001', 'customer_id'],
    ['Kunden-Nr.', 'K-1001', 'customer_id'],
    ['Klant sinds', '31-01-2019', 'signed_up_on'],
  ])('%s is known', (header, sample, field) => {
    expect(suggest([header, sample, sample]).columns[0]?.target).toMatchObject({ field })
  })

  test('a Dutch name particle goes before the last name, and both say so', () => {
    const { columns } = suggest(
      ['Voornaam', 'Sanne', 'Daan', 'Noor'],
      ['Tussenvoegsel', '', 'van der', 'de'],
      ['Achternaam', 'Smit', 'Berg', 'Vries'],
    )
    expect(columns.map(({ target }) => ('field' in target ? target.field : null))).toEqual([
      'first_name',
      null,
      'last_name',
    ])
    expect(columns.flatMap(suggestedRules)[1]).toMatchObject({
      field: 'last_name',
      from: { template: [{ column: 1 }, { text: ' ' }, { column: 2 }] },
    })
    expect(columns[1]?.reason).toBe('Goes into “Last name”, before “Achternaam”: “van der Berg”.')
    expect(columns[2]?.reason).toContain('“Tussenvoegsel” goes before it: “van der Berg”.')
  })

  test.each([
    ['the last names have it already', ['de', 'van der'], ['de Vries', 'van der Berg']],
    ['it stands behind them already', ['de', 'van der'], ['Vries, de', 'Berg, van der']],
    ['it is a title or a suffix', ['Dr.', 'jun.'], ['Vries', 'Berg']],
    ['nobody has one', ['', ''], ['Vries', 'Berg']],
  ])('a column of what stands before last names stays out where %s', (_, particle, last) => {
    const { columns } = suggest(
      ['Vorname', 'Sanne', 'Daan'],
      ['Namenszusatz', ...particle],
      ['Nachname', ...last],
    )
    expect(columns.flatMap(suggestedRules)[1]).toMatchObject({ field: 'last_name', from: { column: 2 } })
    expect(columns[1]?.target).toEqual({ ignore: true })
  })

  test('two last names of a Spanish list are one', () => {
    const { columns } = suggest(
      ['Nombre', 'José', 'Ana', 'Leo'],
      ['Primer apellido', 'García', 'López', 'Ruiz'],
      ['Segundo apellido', 'Pérez', 'de la Cruz', ''],
    )
    expect(columns.flatMap(suggestedRules)[1]).toMatchObject({
      field: 'last_name',
      from: { template: [{ column: 1 }, { text: ' ' }, { column: 2 }] },
    })
    expect(columns[2]?.reason).toBe('Goes into “Last name”, after “Primer apellido”: “García Pérez”.')
    const both = suggest(['Apellidos', 'García Pérez'], ['Segundo apellido', 'Pérez'])
    expect(both.columns.flatMap(suggestedRules)[0]).toMatchObject({ from: { column: 0 } })
  })

  test('an address that all rows share is a host’s, not that of the people', () => {
    const { columns } = suggest(
      ['User Email', 'sam@acme.example', 'Sam@acme.example'],
      ['Invitee Email', 'ann@example.org', 'bo@example.org'],
      ['Text Reminder Number', '+4791234567', ''],
    )
    expect(columns.map(({ target }) => ('field' in target ? target.field : null))).toEqual([
      null,
      'email',
      'phone',
    ])
    expect(columns[0]?.reason).toBe(
      'In the first 2 rows every address here is the same, so it is somebody else’s.',
    )
    const [only] = suggest(['Email', 'sam@acme.example', 'sam@acme.example']).columns
    expect(only?.target).toMatchObject({ field: 'email' })
  })

  const same = (count: number) => Array.from({ length: count }, () => 'sam@acme.example')
  const different = (count: number) => Array.from({ length: count }, (_, n) => `person${n}@example.org`)

  test.each<[string, Sampled, Sampled]>([
    ['a plain header', ['Email', ...same(20)], ['Secondary email', ...different(20)]],
    ['the plainer of two known headers', ['E-Mail', ...same(20)], ['Work email', ...different(20)]],
    ['few rows', ['Customer email', ...same(9)], ['Contact email', ...different(9)]],
    [
      'others that are mostly blank',
      ['Customer email', ...same(20)],
      ['Contact email', ...different(12), ...same(8).map(() => '')],
    ],
  ])('an address that all rows share stays that of the people with %s', (_, shared, others) => {
    const { columns } = suggest(shared, others)
    expect(columns[0]?.target).toMatchObject({ field: 'email' })
  })

  test('a shop’s address is told from the customers’ in ten rows', () => {
    const { columns } = suggest(['Account email', ...same(10)], ['Customer email', ...different(10)])
    expect(columns.map(({ target }) => 'field' in target)).toEqual([false, true])
  })

  test.each(['Unsubscribed', 'Bounced'])('a list of leavers has its addresses under “%s”', (header) => {
    const { columns } = suggest([header, ...different(3)], ['Name', 'Ann', 'Bo', 'Cy'])
    expect(columns[0]).toMatchObject({
      target: { field: 'email' },
      reason: expect.stringContaining('people who left') as string,
    })
  })

  test('addresses under “Bounced” beside the email say who left', () => {
    const { columns } = suggest(['Email', ...different(3)], ['Bounced', 'person0@example.org', '', ''])
    expect(columns[1]?.target).toEqual({ left: { column: 1, leftWhen: 'yes' } })
  })

  test.each([
    ['Newsletter?', 'Ja gerne', 'Nein danke'],
    ['Newsletter', 'Oui, volontiers', 'Non merci'],
    ['Can we email you?', 'Yes, please!', 'No thanks'],
    ['Acepta publicidad', 'Sí, claro', 'No, gracias'],
  ])('%s is answered by %s and %s', (header, yes, no) => {
    const [column] = suggest([header, yes, no, yes]).columns
    expect(column?.target).toEqual({ left: { column: 0, leftWhen: 'no' } })
  })

  test.each([
    ['I would like to receive updates', ['yes', 'no'], 'no'],
    ['Communication preferences', ['yes', 'none'], 'no'],
    ['DOI-Status', ['bestätigt', 'ausstehend'], 'no'],
    ['Kontakt gewünscht', ['ja', 'nein'], 'no'],
    ['Souhaitez-vous recevoir nos actualités ?', ['oui', 'non'], 'no'],
    ['¿Desea recibir ofertas?', ['sí', 'no'], 'no'],
    ['No desea recibir ofertas', ['sí', 'no'], 'yes'],
    ['Deseja receber novidades?', ['sim', 'não'], 'no'],
    ['Desidera ricevere novità?', ['sì', 'no'], 'no'],
    ['Wilt u aanbiedingen ontvangen?', ['ja', 'nee'], 'no'],
    ['Keine E-Mails mehr', ['', 'x'], 'yes'],
    ['Do Not Disturb', ['no', 'yes'], 'yes'],
    ['Unsubscribed by', ['', 'admin'], 'any-value'],
    ['Uitschrijfreden', ['', 'te veel mail'], 'any-value'],
  ])('%s with %j says who left', (header, samples, leftWhen) => {
    const [column] = suggest([header, ...samples]).columns
    expect(column?.target).toEqual({ left: { column: 0, leftWhen } })
  })

  test('a column of bounces holds back whatever its cells say, unless that is a no', () => {
    const [bounce] = suggest(['Bounce', 'hard', 'soft', '', 'mailbox full']).columns
    expect(bounce?.target).toEqual({ left: { column: 0, leftWhen: 'yes' } })
    expect(bounce?.reason).toContain('What is unclear counts as a yes.')
    const removed = suggest(['removed_on', '', '2024-01-02'], ['removal_reason', '', 'unsubscribe'])
    expect(removed.columns.map(({ target }) => 'left' in target && target.left.leftWhen)).toEqual([
      'any-value',
      'any-value',
    ])
  })

  test("somebody else's address is nobody's email", () => {
    const [owner] = suggest(['Contact owner email', 'sam@acme.example', 'sam@acme.example']).columns
    expect(owner?.target).toEqual({ ignore: true })
  })

  test('says that there is no field rather than picking another', () => {
    const [gender] = suggest(['Gender', 'f', 'm']).columns
    expect(gender).toMatchObject({ target: { ignore: true } })
    expect(gender?.reason).toContain('The account has no field for gender.')
  })

  test.each([
    ['Unsubscribed', ['no', 'yes'], 'yes'],
    ['Unsubscribed', ['', '2024-05-05'], 'any-value'],
    ['Unsubscribed at', ['', '2024-05-05'], 'any-value'],
    ['Accepts marketing', ['yes', 'no'], 'no'],
    ['Email marketing status', ['subscribed', 'pending'], 'no'],
    ['Bounced', ['', ''], 'yes'],
  ])('%s with %j holds back by “%3$s”', (header, samples, leftWhen) => {
    const [column] = suggest([header, ...samples]).columns
    expect(column?.target).toEqual({ left: { column: 0, leftWhen } })
  })

  test('keeps cells as they are, but for the space around an address or where a sample has some', () => {
    const columns = suggest(['Email', 'ann@example.com'], ['First name', 'Ann'], ['City', 'Boston ']).columns
    expect(columns.map(({ target }) => ('field' in target ? target.transforms : null))).toEqual([
      ['trim'],
      [],
      ['trim'],
    ])
  })

  test('matches a custom field by a name that is nearly the same', () => {
    const [shoes] = suggestMapping({
      columns: [{ column: { index: 0, header: 'Shoe-Sizes', name: 'Shoe-Sizes' }, samples: ['42', '38'] }],
      fields: [
        ...accountFields.slice(0, 2),
        { ...accountFields[2], key: 'shoe_size', label: 'Shoe size' } as never,
      ],
    }).columns
    expect(shoes?.reason).toBe('The header “Shoe-Sizes” is close to the field “Shoe size”.')
  })

  test('survives columns without header, without values, and with hostile ones', () => {
    const hostile = suggest(
      ['', ''],
      ['constructor', '__proto__'],
      ['('.repeat(500), '\ud800'],
      ['a '.repeat(2000), 'x'.repeat(1e5)],
    )
    expect(hostile.columns.map(({ target }) => target)).toEqual(
      Array.from({ length: 4 }, () => ({ ignore: true })),
    )
    expect(suggest().columns).toEqual([])
  })
})
