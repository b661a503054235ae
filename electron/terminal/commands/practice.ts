import { once } from 'node:events'
import { confidentialDemoApp, publicDemoApp } from '../../practice/kit/oauth/apps.ts'
import { v3Keys } from '../../practice/kit/v3/v3Keys.ts'
import { startPractice } from '../../practice/startPractice.ts'
import { exitCodes } from '../exitCode.ts'
import type { Output } from '../output.ts'

export interface PracticeOptions {
  readonly port: number
  readonly speed: number
  readonly lag?: number
}

/** `listferry practice`: a Kit and a Klaviyo on this computer, until Ctrl-C. */
export async function practiceCommand(output: Output, options: PracticeOptions): Promise<number> {
  const practice = await startPractice({
    port: options.port,
    speed: options.speed,
    ...(options.lag !== undefined && { lagMs: options.lag }),
  })
  const { address, kit, klaviyo } = practice
  const keys = { kit: { key: kit.keys[0] ?? '' }, klaviyo: { key: klaviyo.keys.all } }
  const kitOAuth = {
    clientId: publicDemoApp.clientId,
    withSecret: { clientId: confidentialDemoApp.clientId, clientSecret: confidentialDemoApp.secret },
  }
  output.result({ address, ...keys, kit: { ...keys.kit, oauth: kitOAuth, v3: v3Keys } }, () =>
    practiceWords(address, keys),
  )
  await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')])
  await practice.close()
  return exitCodes.done
}

function practiceWords(
  address: string,
  { kit, klaviyo }: Record<'kit' | 'klaviyo', { key: string }>,
): string {
  return [
    `Practice Kit and practice Klaviyo at ${address}`,
    `What they have, and how to make them fail: ${address}/practice`,
    `API key of Kit: ${kit.key}`,
    `OAuth apps of Kit: ${publicDemoApp.clientId} (public, with PKCE), or ${confidentialDemoApp.clientId} with the secret ${confidentialDemoApp.secret}`,
    `Old API (v3) of Kit: key ${v3Keys.apiKey}, secret ${v3Keys.apiSecret}`,
    `Private key of Klaviyo: ${klaviyo.key}`,
    'Connect to them, in another terminal:',
    '',
    `    echo ${kit.key} | LISTFERRY_KIT_URL=${address} npx listferry connect kit`,
    `    echo ${klaviyo.key} | LISTFERRY_KLAVIYO_URL=${address} npx listferry connect klaviyo`,
    '',
    'To Kit by its other ways in:',
    '',
    `    LISTFERRY_KIT_URL=${address} npx listferry connect kit --sign-in`,
    `    printf '${v3Keys.apiKey}\\n${v3Keys.apiSecret}\\n' | LISTFERRY_KIT_URL=${address} npx listferry connect kit --v3`,
    '',
    'Nobody real is in them, and everything is forgotten when they end. Ctrl-C ends them.',
  ].join('\n')
}
