/** Origin of Kit's API, version 4. */
export const kitAddress = 'https://api.kit.com'
