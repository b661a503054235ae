import { buildWhenNeeded } from '../../electron/buildWhenNeeded.ts'

/** Tests start commands as users have them: built. */
export const setup = (): Promise<void> => buildWhenNeeded('terminal')
