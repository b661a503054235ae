import { invalid } from './answers.ts'
import { isEmailAddress } from './emailAddress.ts'
import type { Input } from './input.ts'
import { asList, asRecord, flag, idList, nullableText, optionalText, optionalTime } from './input.ts'
import type { Broadcast } from './model.ts'
import type { KitState } from './state.ts'

type Filter = Broadcast['subscriberFilter']

/**
 * What a request says about a broadcast; what it leaves out is absent.
 * @throws Refusal 422 with every reason at once, as Kit's example shows it
 */
export function readBroadcastContent(input: Input, state: KitState): Partial<Broadcast> {
  const errors = [...templateErrors(input, state), ...filterErrors(input)]
  if (errors.length > 0) throw invalid(...errors)
  return {
    ...texts(input),
    ...times(input),
    ...sender(input),
    ...(input.public === undefined ? {} : { public: flag(input, 'public') }),
    ...(typeof input.email_template_id === 'number' ? { emailTemplateId: input.email_template_id } : {}),
    ...(given(input, 'subscriber_filter') ? { subscriberFilter: readFilter(input.subscriber_filter) } : {}),
  }
}

function given(input: Input, name: string): boolean {
  return input[name] !== undefined && input[name] !== null
}

function texts(input: Input): Partial<Broadcast> {
  const subject = nullableText(input, 'subject')
  const previewText = nullableText(input, 'preview_text')
  const description = nullableText(input, 'description')
  const content = nullableText(input, 'content')
  const thumbnailAlt = nullableText(input, 'thumbnail_alt')
  const thumbnailUrl = nullableText(input, 'thumbnail_url')
  return {
    ...(subject === undefined ? {} : { subject: subject ?? '' }),
    ...(previewText === undefined ? {} : { previewText }),
    ...(description === undefined ? {} : { description }),
    ...(content === undefined ? {} : { content }),
    ...(thumbnailAlt === undefined ? {} : { thumbnailAlt }),
    ...(thumbnailUrl === undefined ? {} : { thumbnailUrl }),
  }
}

function times(input: Input): Partial<Broadcast> {
  return {
    ...(input.send_at === undefined ? {} : { sendAt: optionalTime(input, 'send_at') ?? null }),
    ...(input.published_at === undefined ? {} : { publishedAt: optionalTime(input, 'published_at') ?? null }),
  }
}

function sender(input: Input): Partial<Broadcast> {
  const emailAddress = optionalText(input, 'email_address')
  if (emailAddress === undefined) return {}
  if (!isEmailAddress(emailAddress)) throw invalid('Email address is invalid')
  return { emailAddress }
}

function templateErrors(input: Input, state: KitState): readonly string[] {
  if (!given(input, 'email_template_id')) return []
  const id = input.email_template_id
  return typeof id === 'number' && state.emailTemplates.has(id) ? [] : ['Email template not found']
}

const groups = ['all', 'any', 'none'] as const

function filterErrors(input: Input): readonly string[] {
  if (!given(input, 'subscriber_filter')) return []
  const filters = asList(input.subscriber_filter)?.map(asRecord) ?? []
  const used = filters.flatMap((filter) =>
    groups.filter((group) => (asList(filter?.[group]) ?? []).length > 0),
  )
  return used.length > 1
    ? ['Only a single filter group is supported. Use one of `all`, `any`, or `none`.']
    : []
}

function readFilter(value: unknown): Filter {
  const filters = asList(value)?.map(asRecord)
  if (filters === undefined) throw invalid('subscriber_filter is invalid')
  return filters.map((filter) => {
    const used = groups.filter((group) => filter?.[group] !== undefined && filter[group] !== null)
    return Object.fromEntries(used.map((group) => [group, readTargets(filter?.[group])]))
  })
}

function readTargets(value: unknown) {
  const targets = asList(value)?.map(asRecord)
  if (targets === undefined) throw invalid('subscriber_filter is invalid')
  return targets.map((target) => {
    const type = target?.type
    if (type === 'all_subscribers') return { type }
    if (type !== 'segment' && type !== 'tag')
      throw invalid('subscriber_filter type must be one of: segment, tag')
    return { type, ids: idList(target?.ids, 'subscriber_filter ids') }
  })
}
