/** Of an error's message what went wrong, without the advice to try again: that is being done. Pure. */
export function whatWentWrong(message: string): string {
  const said = message.replace(/(?:, then|;)? ?\btry again[^.;]*\.$/i, '')
  return said.endsWith('.') ? said : `${said}.`
}
