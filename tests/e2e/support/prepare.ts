import { buildWhenNeeded } from '../../../electron/buildWhenNeeded.ts'

/** Builds what the tests are to look at. */
export async function prepare(): Promise<void> {
  await buildWhenNeeded('window', 'desktop', 'terminal')
}

// Playwright asks for a default export.
// eslint-disable-next-line no-restricted-syntax
export default prepare
