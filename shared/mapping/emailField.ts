import type { FieldId } from '../model.ts'

/** The field that says who a row is about: every service has it under this id. */
export const emailField = 'email' as FieldId
