import { yesOrNo } from '../values/boolean.ts'
import { trimInvisible } from '../values/trimInvisible.ts'

/** The yes or no that a form's answer begins with: `Yes, please send me news`. One letter is too little to go by. */
export function openingAnswer(text: string): boolean | undefined {
  const first = /^(\p{L}{2,})[\s,.!:;]/u.exec(trimInvisible(text))?.[1]
  return first === undefined ? undefined : yesOrNo(first)
}
