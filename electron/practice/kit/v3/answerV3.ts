import type { Outcome } from '../../answer.ts'
import type { Pipeline } from '../answerCall.ts'
import { answerCall } from '../answerCall.ts'
import type { Call } from '../call.ts'
import { inV3Words } from './v3Answers.ts'
import { refuseV3, v3Keys } from './v3Keys.ts'
import type { V3Route } from './v3Routes.ts'

/** The same order of checks as for v4. Key and secret share one limit: 120 requests a minute. */
export async function answerV3(pipeline: Pipeline, route: V3Route, call: Call): Promise<Outcome> {
  const refused = refuseV3(call.input, route.needs)
  const caller =
    refused === null ? ({ access: 'key', credential: v3Keys.apiKey } as const) : ({ refused } as const)
  const outcome = await answerCall(pipeline, route, call, caller)
  return 'dropped' in outcome ? outcome : inV3Words(outcome)
}
