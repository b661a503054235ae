import { shortForm } from './shortForm.ts'

shortForm('kit')
