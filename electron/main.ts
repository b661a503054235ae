import { startDesktop } from './host/startDesktop.ts'

startDesktop()
