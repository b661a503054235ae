/** As if it was typed: undo takes it back, and the field says that it changed. */
export function replaceText(field: HTMLTextAreaElement, from: number, to: number, by: string): void {
  field.focus()
  field.setSelectionRange(from, to)
  // Nothing else in a browser changes a text field in a way that its undo knows.
  // eslint-disable-next-line @typescript-eslint/no-deprecated
  document.execCommand(by === '' ? 'delete' : 'insertText', false, by)
}
