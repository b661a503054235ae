import type { ServiceId } from '../../shared/model.ts'

/** What services are called where no connection is there to say it. */
export const serviceTitles: Readonly<Record<ServiceId, string>> = { kit: 'Kit', klaviyo: 'Klaviyo' }
