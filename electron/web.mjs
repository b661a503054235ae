// The browser host: `npm run web`.
import { runOnNode24 } from './onNode24.mjs'

await runOnNode24(new URL('./web.ts', import.meta.url))
