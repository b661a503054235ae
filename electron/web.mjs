// The browser host: `npm run web`.
import { programOf } from './builds.mjs'
import { runOnNode24 } from './onNode24.mjs'

await runOnNode24(programOf('web'))
