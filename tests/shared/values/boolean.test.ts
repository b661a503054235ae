import { describe, expect, test } from 'vitest'
import { parseBoolean } from '../../../shared/values/boolean.ts'

describe('yes or no', () => {
  test.each('yes Y TRUE t 1 on x X ✓ ✔ ja Wahr oui VRAI sí si sim sì Vero waar'.split(' '))(
    '%s is yes',
    (text) => {
      expect(parseBoolean(text)).toEqual({ ok: true, value: true })
    },
  )

  test.each('no N FALSE f 0 off ✗ nein Falsch non FAUX não nao Nee onwaar falso'.split(' '))(
    '%s is no',
    (text) => {
      expect(parseBoolean(text)).toEqual({ ok: true, value: false })
    },
  )

  test('spaces around it and another way of composing accents do not matter', () => {
    expect(parseBoolean(' nA\u0303o\u00a0')).toEqual({ ok: true, value: false })
  })

  test.each(['maybe', '-', '-1', '(0)', '2', '1.0', '', 'yes and no', 'constructor', '__proto__'])(
    '%j is neither',
    (text) => {
      expect(parseBoolean(text)).toMatchObject({ ok: false, problem: 'invalid-boolean' })
    },
  )
})
