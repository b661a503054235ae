// After packages are installed: builds what starts faster built.
import { runOnNode24 } from './onNode24.mjs'

await runOnNode24(new URL('./prepare.ts', import.meta.url))
