import { shortForm } from './shortForm.ts'

shortForm('klaviyo')
