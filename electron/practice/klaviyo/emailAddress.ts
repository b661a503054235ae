const pattern =
  /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*@([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]([a-z0-9-]*[a-z0-9])$/i

/** At most 100 characters (profiles guide). What else the service asks of an address is assumed. */
export function isEmailAddress(text: string): boolean {
  return text.length <= 100 && pattern.test(text)
}
