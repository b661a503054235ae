#!/usr/bin/env node
// The terminal host.
import { runOnNode24 } from './onNode24.mjs'

await runOnNode24(new URL('./cli.ts', import.meta.url))
