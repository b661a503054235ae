/** What the practice Kit's owner answers on the page that a sign-in opened; returns where their browser is led. */
export async function answerConsent(
  authorizeUrl: string,
  decision: 'allow' | 'deny' = 'allow',
): Promise<string> {
  const { origin, pathname, searchParams } = new URL(authorizeUrl)
  const body = new URLSearchParams(searchParams)
  body.set('decision', decision)
  const answer = await fetch(origin + pathname, { method: 'POST', body, redirect: 'manual' })
  const location = answer.headers.get('location')
  if (location === null) throw new Error(`The practice Kit answered ${answer.status}: ${await answer.text()}`)
  return location
}
