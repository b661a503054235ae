/** Whether the system hands us a browser that comes back from a sign-in: `listferry://oauth/kit?code=…`. */
export function isSignInReturn(text: string): boolean {
  return /^listferry:\/\/oauth\/[a-z]+\/?\?/i.test(text)
}

/** Where people sign in: at a service, or at a practice account on this computer. */
export function isSignInPage(address: string): boolean {
  const url = URL.parse(address)
  if (url?.pathname !== '/oauth/authorize' || url.username !== '') return false
  if (url.protocol === 'https:') return url.host === 'app.kit.com'
  return (
    url.protocol === 'http:' && (url.hostname === 'localhost' || /^127\.\d+\.\d+\.\d+$/.test(url.hostname))
  )
}
