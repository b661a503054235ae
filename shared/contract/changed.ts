/** What `changed` may be said of. */
export const changedWhats = [
  'connections',
  'sources',
  'plans',
  'runs',
  'recipes',
  'queries',
  'people',
  'left',
  'replications',
  'settings',
] as const
export type ChangedWhat = (typeof changedWhats)[number]
