import { buildWhenNeeded } from './buildWhenNeeded.ts'

/** `npm ci` ends with this. Without it, as where the packages for building were left out, Listferry runs from its sources. */
try {
  await buildWhenNeeded('terminal')
} catch (error) {
  console.error(
    `Not built, so commands take longer to start: ${error instanceof Error ? error.message : String(error)}`,
  )
}
