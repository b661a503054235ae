import { stageAndMap } from './stagedPeople.ts'

/** A process of its own for the memory of staging: says the most it had, in kilobytes. */
const [path = '', folder = ''] = process.argv.slice(2)
await stageAndMap(path, folder)
console.log(process.resourceUsage().maxRSS)
