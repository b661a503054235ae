#!/usr/bin/env node
// The terminal host.
import { programOf } from './builds.mjs'
import { runOnNode24 } from './onNode24.mjs'

await runOnNode24(programOf('cli'))
