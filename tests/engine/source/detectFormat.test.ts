import iconv from 'iconv-lite'
import { describe, expect, test } from 'vitest'
import { detectFormat } from '../../../electron/engine/source/detectFormat.ts'
import { AppError } from '../../../shared/errors.ts'
import type { Encoding } from '../../../shared/model.ts'
import { csvText, encodeText } from '../../support/csvFixtures.ts'

const people = [
  ['email', 'name', 'city', 'amount'],
  ['anna@example.com', 'Anna Müller', 'Köln', '12,50'],
  ['jose@example.com', 'José García', 'Málaga', '7,00'],
  ['zoe@example.com', 'Zoë Lefèvre', 'Besançon', '105,20'],
  ['bjorn@example.com', 'Björn Sjögren', 'Ängelholm', '3,99'],
  ['ines@example.com', 'Inês Conceição', 'Évora', '1,25'],
]

const formatOf = (content: string | Uint8Array) => detectFormat(Buffer.from(content)).format

const encodings: readonly { encoding: Encoding; bom: boolean }[] = [
  { encoding: 'utf-8', bom: false },
  { encoding: 'utf-8', bom: true },
  { encoding: 'utf-16le', bom: false },
  { encoding: 'utf-16le', bom: true },
  { encoding: 'utf-16be', bom: false },
  { encoding: 'utf-16be', bom: true },
  { encoding: 'windows-1252', bom: false },
  { encoding: 'macintosh', bom: false },
  { encoding: 'cp850', bom: false },
]

describe('every encoding, delimiter, line end and quote is found together', () => {
  for (const { encoding, bom } of encodings)
    for (const delimiter of [',', ';', '\t', '|'] as const)
      for (const lineEnd of ['\n', '\r\n', '\r'] as const)
        for (const quote of ['"', "'"] as const)
          test(`${encoding}${bom ? ' with mark' : ''} ${JSON.stringify(delimiter + lineEnd + quote)}`, () => {
            const text = csvText(people, { delimiter, lineEnd, quote }, true)
            expect(formatOf(encodeText(text, encoding, bom))).toEqual({
              encoding,
              bom,
              delimiter,
              lineEnd,
              quote,
              headerRecord: 1,
            })
          })
})

describe('encoding', () => {
  const encodingOf = (text: string, encoding: Encoding) => formatOf(encodeText(text, encoding)).encoding

  test('takes the euro sign of ISO-8859-15 for what it is, not for a currency sign', () => {
    const text = 'email,price\nanna@example.com,12 €\nbob@example.com,7 €\n'
    expect(encodingOf(text, 'iso-8859-15')).toBe('iso-8859-15')
    expect(encodingOf(text, 'windows-1252')).toBe('windows-1252')
  })

  test('takes œ and Š inside words as ISO-8859-15', () => {
    expect(encodingOf('name,mail\nSœur Šárka Lecœur,a@example.com\n', 'iso-8859-15')).toBe('iso-8859-15')
  })

  test('takes œ before u as a letter of French, whatever else could stand there', () => {
    const text = 'Nom,Mail\n' + 'Sœur Lecœur,a@example.com\n'.repeat(5)
    expect(encodingOf(text, 'windows-1252')).toBe('windows-1252')
  })

  test("reads curly apostrophes and dashes as Windows-1252's", () => {
    const text = 'email,note\na@example.com,O’Brien – don’t call\nb@example.com,l’été\n'
    expect(encodingOf(text, 'windows-1252')).toBe('windows-1252')
  })

  test.each(['Müller', 'José', 'Straße', 'François', 'Muñoz', 'Øystein Ærø', 'São Tomé'])(
    'one “%s” in a Mac file is enough to see that it is Mac Roman',
    (name) => {
      const rows = Array.from({ length: 4 }, () => `${name},a@example.com\n`).join('')
      expect(encodingOf(`name,email\n${rows}`, 'macintosh')).toBe('macintosh')
    },
  )

  test.each(['Jürgen Müller', 'René Lefèvre', 'Begoña Muñoz', 'Jörg Schäfer'])(
    '“%s” in a file that Excel saved as CSV (MS-DOS) is read as that',
    (name) => {
      const rows = Array.from({ length: 4 }, () => `${name};a@example.com\n`).join('')
      expect(encodingOf(`Name;E-Mail\n${rows}`, 'cp850')).toBe('cp850')
    },
  )

  test('a sample that ends inside a multibyte character is still UTF-8', () => {
    const bytes = encodeText('name,email\nJürgen,a@example.com\nZoë 🎉', 'utf-8')
    for (let cut = 1; cut <= 4; cut++) expect(formatOf(bytes.subarray(0, -cut)).encoding).toBe('utf-8')
  })

  test('a few broken bytes do not turn a UTF-8 file into something else', () => {
    const good = 'Jürgen,j@example.com\n'.repeat(40)
    const bytes = Buffer.concat([Buffer.from(`name,email\n${good}`), Buffer.from([0xff, 0x2c, 0x78, 0x0a])])
    expect(formatOf(bytes).encoding).toBe('utf-8')
  })

  test('UTF-16 in another script is text, not a program', () => {
    const text = 'email,имя\nanna@example.com,Анна Каренина\nivan@example.com,Иван Петров\n'
    expect(encodingOf(text, 'utf-16le')).toBe('utf-16le')
    expect(encodingOf(text, 'utf-16be')).toBe('utf-16be')
  })

  test('zero bytes here and there do not make it UTF-16', () => {
    expect(formatOf('email,name\na@example.com,An\0na\nb@example.com,Bob\0\n').encoding).toBe('utf-8')
  })

  test('says so when no encoding it knows makes words of the file', () => {
    const cyrillic =
      'имя;заметка\n' +
      'Анна;хочет получать письма не чаще одного раза в неделю\nИван;просил не звонить и не писать по праздникам\n'.repeat(
        30,
      )
    const bytes = iconv.encode(cyrillic, 'windows-1251')
    expect(detectFormat(bytes).reasons.encoding).toMatch(/doubt.*windows-1251/)
  })
})

describe('delimiter', () => {
  test.each([
    ['decimal commas in a semicolon file', 'email;price;tax\na@x.org;1,50;0,30\nb@x.org;2,75;0,55\n', ';'],
    ['decimal commas without a header', 'Anna;1,50\nBob;2,75\nCarl;3,20\n', ';'],
    ['semicolon lists in a comma file', 'email,tags\na@x.org,vip;new\nb@x.org,paid;old\nc@x.org,x;y\n', ','],
    ['semicolon lists in quotes', '"email","tags"\n"a@x.org","vip;new;x"\n"b@x.org","paid"\n', ','],
    [
      'commas in every address of a tab file',
      'email\taddress\na@x.org\tMain St, 5, Bern\nb@x.org\tRoad, 7, Ulm\n',
      '\t',
    ],
    ['commas in every quoted cell', '"a,b"|"c,d"\n"f,g"|"h,i"\n', '|'],
    ['a header alone', 'email;first name;city\n', ';'],
    ['a header alone without line end', 'email\tfirst name\tcity', '\t'],
    ["Excel's own sep line", 'sep=|\nemail|name, city\na@x.org|Anna, Bern\n', '|'],
    ['one column of emails', 'a@x.org\nb@x.org\nc@x.org\n', ','],
  ])('%s', (_case, text, delimiter) => {
    expect(formatOf(text).delimiter).toBe(delimiter)
  })

  test('a lone column is said to be one', () => {
    expect(detectFormat(Buffer.from('email\na@x.org\nb@x.org\n')).reasons.delimiter).toContain(
      'only one column',
    )
  })

  test('an apostrophe at the start of a cell is not a quote', () => {
    const text = "email,city,zip\na@x.nl,'s-Hertogenbosch,'01234\nb@x.nl,'t Zand,'00123\nc@x.nl,Ede,'6711\n"
    expect(formatOf(text)).toMatchObject({ delimiter: ',', quote: '"' })
  })

  test('a few broken double quotes do not make it single quotes', () => {
    expect(formatOf('email,name\na@x.org,"Anna\nb@x.org,"Bob\n').quote).toBe('"')
  })

  test('lines inside quoted cells do not decide how lines end', () => {
    expect(formatOf('email,note\r\na@x.org,"1\n2\n3\n4\n5"\r\n').lineEnd).toBe('\r\n')
    expect(formatOf('email,note\ra@x.org,"1\n2\n3\n4\n5"\r').lineEnd).toBe('\r')
  })
})

describe('header', () => {
  const headerOf = (text: string) => formatOf(text).headerRecord

  test.each([
    ['a title', 'Export of 2026-11-01\nemail,name,city\na@x.org,Anna,Bern\nb@x.org,Bob,Ulm\n', 2],
    ['a title and a blank line', 'Export of 2026-11-01\n\nemail,name\na@x.org,Anna\nb@x.org,Bob\n', 3],
    [
      'merged titles',
      'Customers 2026,,,\nSpring,,,\nemail,name,city,zip\na@x.org,A,B,01234\nb@x.org,C,D,04321\n',
      3,
    ],
    [
      'a title with commas',
      'Export, by Anna\nemail,name,city,zip,plan\na@x.org,A,B,1,x\nb@x.org,C,D,2,y\n',
      2,
    ],
    ['more titles than rows', 'Acme\nList: all\nBy: Bob\n\nemail,name\na@x.org,Anna\n', 5],
    ['no header, emails', 'a@x.org,Anna\nb@x.org,Bob\n', null],
    ['no header, one email', 'a@x.org', null],
    ['no header, one column', 'a@x.org\nb@x.org\n', null],
    ['no header, numbers', 'Anna,0123456,2026-01-02\nBob,0234567,2026-01-03\n', null],
    ['all text', 'color,shape\nred,round\nblue,square\n', 1],
    ['one column', 'email\na@x.org\nb@x.org\n', 1],
    ['empty header cells', 'email,,,\na@x.org,Anna,Bern,01234\nb@x.org,Bob,Ulm,04321\n', 1],
    ['years as headers', 'name,2024,2025\nAnna,12,13\nBob,14,15\n', 1],
    ['a first person without an email', 'email,name,city\n,Anna,Bern\nb@x.org,Bob,Ulm\nc@x.org,C,D\n', 1],
    ['rows that end with a delimiter', 'email,name,city\na@x.org,Anna,Bern,\nb@x.org,Bob,Ulm,\n', 1],
  ])('%s', (_case, text, record) => {
    expect(headerOf(text)).toBe(record)
  })
})

describe('overrides', () => {
  const bytes = encodeText('Liste\r\nemail;größe\r\na@x.org;1,5\r\n', 'windows-1252')

  test('each part can be chosen on its own and the rest follows', () => {
    const detected = detectFormat(bytes, { delimiter: ',' })
    expect(detected.format).toMatchObject({ delimiter: ',', encoding: 'windows-1252', lineEnd: '\r\n' })
    expect(detected.reasons.delimiter).toBe('You chose it.')
    expect(detectFormat(bytes, { headerRecord: null }).format).toMatchObject({
      delimiter: ';',
      headerRecord: null,
    })
    expect(detectFormat(bytes, { encoding: 'macintosh' }).format).toMatchObject({
      encoding: 'macintosh',
      headerRecord: 2,
    })
  })

  test('a mark counts only for the encoding that it is the mark of', () => {
    const marked = encodeText('email\na@x.org\n', 'utf-8', true)
    expect(detectFormat(marked, { encoding: 'windows-1252' }).format.bom).toBe(false)
  })

  test('what is left undefined is detected', () => {
    expect(detectFormat(bytes, { delimiter: undefined }).format.delimiter).toBe(';')
  })
})

describe('what is no table is refused in words', () => {
  test.each([
    ['PNG', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13]), /PNG picture.*CSV/],
    [
      'XLSX',
      Buffer.from('PK\x03\x04\x14\0\x06\0xxxx[Content_Types].xml \xa2', 'latin1'),
      /Excel workbook.*save it as CSV/,
    ],
    ['ZIP', Buffer.from('PK\x03\x04\x14\0\x06\0xxxxpeople.csv', 'latin1'), /ZIP archive.*Unpack/],
    ['XLS', Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]), /old Excel workbook/],
    ['PDF', Buffer.from('%PDF-1.7\n%\xe2\xe3', 'latin1'), /PDF document/],
    ['a program', Buffer.from([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0]), /program/],
    ['noise', Buffer.from(Array.from({ length: 4096 }, (_, i) => (i * 167 + (i >> 3)) & 0xff)), /text/],
    ['zeros', Buffer.alloc(4096), /text/],
    ['nothing', Buffer.alloc(0), /empty/],
  ])('%s', (_case, bytes, words) => {
    expect(() => detectFormat(bytes, {}, '“people.csv”')).toThrow(words)
    expect(() => detectFormat(bytes, {}, '“people.csv”')).toThrow(AppError)
  })
})
