import { fileURLToPath } from 'node:url'

export const samplesFolder = fileURLToPath(new URL('../../samples', import.meta.url))
