import { describe, expect, it } from 'vitest'
import { objectProblem } from '../../../../electron/engine/connectors/kit/objects/objectProblem.ts'
import type { FieldId, FieldValue } from '../../../../shared/model.ts'

type Values = Readonly<Record<FieldId, FieldValue>>

const before = {
  subject: 'Hello',
  email_template_id: '4',
  recipient_tags: '1, 2',
  recipient_segments: '7',
} as Values
const problem = (after: Record<string, FieldValue>) =>
  objectProblem('broadcasts', 'update', { before, after: after })

describe('a change of a broadcast', () => {
  it('is refused where it would empty what Kit has no word for', () => {
    expect(problem({ email_template_id: null })).toMatch(/can’t take the template away/)
    expect(problem({ recipient_tags: null })).toMatch(/not that there are none/)
    expect(problem({ recipient_tags: '', recipient_segments: null })).toMatch(/not that there are none/)
  })

  it('goes where others take their place, or something else is emptied', () => {
    expect(problem({ recipient_tags: null, recipient_segments: '8' })).toBeNull()
    expect(problem({ email_template_id: '5' })).toBeNull()
    expect(problem({ preview_text: null })).toBeNull()
  })
})
