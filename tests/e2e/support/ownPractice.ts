import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** What a practice account of Listferry's own holds, asked of the account itself, as its owner could. */
export interface OwnPractice {
  /** Answers of Kit's API: `/v4/tags`. */
  readonly kit: (path: string) => Promise<unknown>
  /** Answers of Klaviyo's API: `/api/lists`. */
  readonly klaviyo: (path: string) => Promise<{ readonly data: readonly Resource[] }>
}

export interface Resource {
  readonly id: string
  readonly attributes: Readonly<Record<string, unknown>>
}

/** The practice accounts that the window started, by the note that it keeps of them in its data folder. */
export async function ownPractice(folder: string): Promise<OwnPractice> {
  const { port } = JSON.parse(readFileSync(join(folder, 'home/practice.json'), 'utf8')) as { port: number }
  const ask = async (path: string, headers: Record<string, string>): Promise<unknown> => {
    const answer = await fetch(`http://127.0.0.1:${port}${path}`, { headers })
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`)
    return answer.json()
  }
  const { keys } = (await ask('/practice/settings', {})) as {
    keys: { kit: readonly string[]; klaviyo: { all: string } }
  }
  const kitKey = { 'x-kit-api-key': keys.kit[0] ?? '' }
  const klaviyoKey = { authorization: `Klaviyo-API-Key ${keys.klaviyo.all}`, revision: '2026-07-15' }
  return {
    kit: (path) => ask(path, kitKey),
    klaviyo: async (path) => (await ask(path, klaviyoKey)) as { data: readonly Resource[] },
  }
}

/** Who of Kit has a tag, by address. */
export async function kitTagged({ kit }: OwnPractice, tag: string): Promise<readonly string[]> {
  const { tags } = (await kit('/v4/tags?per_page=1000')) as { tags: { id: number; name: string }[] }
  const id = tags.find(({ name }) => name === tag)?.id
  const path = `/v4/tags/${id}/subscribers?per_page=1000&status=all`
  const { subscribers } = (await kit(path)) as { subscribers: { email_address: string }[] }
  return subscribers.map(({ email_address: email }) => email)
}

/** Someone of Kit, `null` where there is nobody of that address. */
export async function kitPerson({ kit }: OwnPractice, email: string): Promise<KitPerson | null> {
  const path = `/v4/subscribers?status=all&email_address=${encodeURIComponent(email)}`
  const { subscribers } = (await kit(path)) as { subscribers: KitPerson[] }
  return subscribers[0] ?? null
}

export interface KitPerson {
  readonly first_name: string | null
  readonly state: string
  readonly fields: Readonly<Record<string, string | null>>
}

/** Who of Klaviyo is on a list, by address. */
export async function klaviyoListed({ klaviyo }: OwnPractice, list: string): Promise<readonly string[]> {
  const { data: lists } = await klaviyo(`/api/lists?filter=${encodeURIComponent(`equals(name,"${list}")`)}`)
  const found: string[] = []
  let next: string | null = `/api/lists/${lists[0]?.id ?? ''}/profiles?page%5Bsize%5D=100`
  while (next !== null) {
    const page = (await klaviyo(next)) as { data: readonly Resource[]; links?: { next?: string | null } }
    found.push(...page.data.map(({ attributes }) => String(attributes['email'])))
    const after: string | null = page.links?.next ?? null
    next = after === null ? null : after.slice(new URL(after).origin.length)
  }
  return found
}

/** Someone of Klaviyo, `null` where there is nobody of that address. */
export async function klaviyoPerson({ klaviyo }: OwnPractice, email: string): Promise<Resource | null> {
  const { data } = await klaviyo(`/api/profiles?filter=${encodeURIComponent(`equals(email,"${email}")`)}`)
  return data[0] ?? null
}
