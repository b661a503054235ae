/** Origin of Klaviyo's API. */
export const klaviyoAddress = 'https://a.klaviyo.com'
