/** The edition of Klaviyo's API that is asked for. Each is stable for a year and answers for two. */
export const revision = '2026-07-15'
