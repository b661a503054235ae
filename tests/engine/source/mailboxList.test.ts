import { describe, expect, test } from 'vitest'
import { mailboxList } from '../../../electron/engine/source/mailboxList.ts'

const ann = { address: 'ann@example.org', name: 'Ann Lee' }
const bo = { address: 'bo@example.org', name: 'Roe, Bo' }
const bare = (address: string) => ({ address, name: '' })

describe('people as mail programs copy them', () => {
  test.each([
    ['Outlook', 'Ann Lee <ann@example.org>; Roe, Bo <bo@example.org>;', [ann, bo]],
    ['Gmail', 'Ann Lee <ann@example.org>, "Roe, Bo" <bo@example.org>', [ann, bo]],
    ['a line each', '\'Ann Lee\' <ann@example.org>\r\n"Roe, Bo" <bo@example.org>\r\n', [ann, bo]],
    ['no name', '<ann@example.org>, bo@example.org', [bare('ann@example.org'), bare('bo@example.org')]],
    ['only addresses', 'ann@example.org; bo@example.org', [bare('ann@example.org'), bare('bo@example.org')]],
    [
      'the address as its own name',
      '"ann@example.org" <ann@example.org>,\nbo@example.org',
      [bare('ann@example.org'), bare('bo@example.org')],
    ],
    ['the label of a mail', 'To: Ann Lee <ann@example.org>\r\nCc: "Roe, Bo" <bo@example.org>', [ann, bo]],
    [
      'labels before addresses',
      'An: ann@example.org\nKopie: bo@example.org',
      [bare('ann@example.org'), bare('bo@example.org')],
    ],
    [
      'an address twice',
      'ann@example.org <ann@example.org>; bo@example.org',
      [bare('ann@example.org'), bare('bo@example.org')],
    ],
  ])('%s', (_, text, people) => {
    expect(mailboxList(text)).toEqual(people)
  })

  test.each([
    ['a table', 'Email,Name\nann@example.org,Ann\n'],
    ['a table without a header', 'ann@example.org,Ann\nbo@example.org,Bo\n'],
    ['a table of two addresses', 'Email,Other\nann@example.org,bo@example.org\n'],
    ['an address a line', 'ann@example.org\nbo@example.org\n'],
    ['cells between tabs', 'ann@example.org\tbo@example.org\n'],
    ['one person', 'Ann Lee <ann@example.org>'],
    ['somebody without an address', 'Ann Lee <ann@example.org>; Bo Roe'],
    ['a comma between semicolons', 'Ann <a@x.org>; Bo <b@x.org>, Cy <c@x.org>'],
    ['nothing between two people', 'Ann <a@x.org> Bo <b@x.org>\nCy <c@x.org>'],
    ['an address before a comma between semicolons', 'a@x.org, Bo <b@x.org>; Cy <c@x.org>'],
    ['a quote that is not closed', '"Ann <a@x.org>, "Bo <b@x.org>, Cy <c@x.org>'],
    ['a header above', 'Guests\nAnn Lee <ann@example.org>\nBo <bo@example.org>\n'],
  ])('not %s', (_, text) => {
    expect(mailboxList(text)).toBeNull()
  })
})
