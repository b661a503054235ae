// The desktop app, or the browser host where it can't start: `npm start`.
import { runOnNode24 } from './onNode24.mjs'

await runOnNode24(new URL('./start.ts', import.meta.url))
