import type { Broadcast, Form } from './model.ts'
import type { KitState } from './state.ts'

const dayMs = 86_400_000

/** Everything in the seeded account but people: tags, forms, sequences, broadcasts and the rest. */
export function seedContent(state: KitState): void {
  seedTags(state)
  seedForms(state)
  seedTemplates(state)
  seedSequences(state)
  seedBroadcasts(state)
  seedPages(state)
}

function daysAgo(state: KitState, days: number): number {
  return state.now() - days * dayMs
}

function seedTags(state: KitState): void {
  const names = ['Newsletter', 'Customer', 'VIP', 'Webinar 2026', 'Booth Berlin', 'Never used']
  for (const [index, name] of names.entries()) {
    const id = state.newId('tag')
    state.tags.set(id, { id, name, createdAt: daysAgo(state, 900 - 100 * index) })
  }
}

function seedForms(state: KitState): void {
  const forms: readonly Pick<Form, 'name' | 'type' | 'format' | 'status' | 'doubleOptIn'>[] = [
    { name: 'Weekly letter', type: 'embed', format: null, status: 'active', doubleOptIn: true },
    { name: 'Free guide', type: 'hosted', format: null, status: 'active', doubleOptIn: false },
    { name: 'Shop footer', type: 'embed', format: 'modal', status: 'active', doubleOptIn: false },
    { name: 'Spring fair 2025', type: 'embed', format: 'slide in', status: 'archived', doubleOptIn: false },
    { name: 'Old contest', type: 'hosted', format: null, status: 'trashed', doubleOptIn: false },
  ]
  for (const [index, form] of forms.entries()) {
    const id = state.newId('form')
    const uid = (id * 7919).toString(16).padStart(10, '0').slice(-10)
    state.forms.set(id, { ...form, id, uid, createdAt: daysAgo(state, 880 - 90 * index) })
  }
}

function seedTemplates(state: KitState): void {
  for (const [name, category, isDefault] of [
    ['Plain text', 'HTML', true],
    ['Bakery letter', 'Classic', false],
    ['Wide picture', 'Starting point', false],
  ] as const) {
    const id = state.newId('emailTemplate')
    state.emailTemplates.set(id, { id, name, isDefault, category })
  }
}

function seedSequences(state: KitState): void {
  for (const [index, name] of ['Welcome', 'Baking course', 'Winter sale 2024'].entries()) {
    const id = state.newId('sequence')
    const createdAt = daysAgo(state, 700 - 100 * index)
    state.sequences.set(id, {
      id,
      name,
      hold: false,
      repeat: false,
      createdAt,
      updatedAt: createdAt,
      emailAddress: null,
      emailTemplateId: null,
      sendDays: ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'],
      sendHour: 11,
      timeZone: state.account.timeZone,
      active: name !== 'Winter sale 2024',
      excludeSources: [],
      deleted: false,
    })
    seedSequenceEmails(state, id, name)
  }
}

function seedSequenceEmails(state: KitState, sequenceId: number, name: string): void {
  for (const position of [0, 1, 2]) {
    const id = state.newId('sequenceEmail')
    state.sequenceEmails.set(id, {
      id,
      sequenceId,
      subject: `${name}, part ${position + 1}`,
      previewText: 'What to expect',
      content: '<p>Good morning, {{ subscriber.first_name }}.</p>',
      emailTemplateId: null,
      published: true,
      position,
      delayValue: position * 2,
      delayUnit: 'days',
      sendDays: null,
    })
  }
}

function seedBroadcasts(state: KitState): void {
  const sent: readonly (readonly [string, number | null])[] = [
    ['Rye is back', 60],
    ['Holiday opening hours', 30],
    ['Three loaves for the price of two', 10],
    ['A letter nobody has seen', null],
    ['See you at the fair', -14],
  ]
  for (const [subject, age] of sent) {
    const id = state.newId('broadcast')
    state.broadcasts.set(id, broadcast(state, id, subject, age))
  }
}

function broadcast(state: KitState, id: number, subject: string, age: number | null): Broadcast {
  const isPast = age !== null && age > 0
  return {
    id,
    publicationId: id + 1,
    createdAt: daysAgo(state, isPast ? age + 2 : 5),
    subject,
    previewText: null,
    description: null,
    content: `<p>${subject}</p>`,
    public: isPast,
    publishedAt: isPast ? daysAgo(state, age) : null,
    sendAt: age === null ? null : daysAgo(state, age),
    thumbnailAlt: null,
    thumbnailUrl: null,
    emailAddress: state.account.emailAddress,
    emailTemplateId: [...state.emailTemplates.keys()][0] ?? 0,
    subscriberFilter: [{ all: [{ type: 'all_subscribers' }] }],
  }
}

function seedPages(state: KitState): void {
  for (const name of ['Opened lately', 'Bought twice']) {
    const id = state.newId('segment')
    state.segments.set(id, { id, name, createdAt: daysAgo(state, 400) })
  }
  for (const title of ['How we bake rye', 'Draft about flour']) {
    const id = state.newId('post')
    const isDraft = title.startsWith('Draft')
    state.posts.set(id, {
      id,
      publicationId: id + 9_000_000,
      createdAt: daysAgo(state, 90),
      title,
      slug: isDraft ? null : 'how-we-bake-rye',
      status: isDraft ? 'draft' : 'published',
      publishedAt: isDraft ? null : daysAgo(state, 88),
      content: `<h1>${title}</h1>`,
    })
  }
  seedSnippet(state)
}

function seedSnippet(state: KitState): void {
  const id = state.newId('snippet')
  state.snippets.set(id, {
    id,
    name: 'Opening hours',
    type: 'inline',
    archived: false,
    key: 'opening-hours',
    createdAt: daysAgo(state, 200),
    updatedAt: daysAgo(state, 20),
    content: 'Tuesday to Sunday, 7 to 14',
    documentId: state.newId('document'),
    html: null,
    version: 1,
  })
}
