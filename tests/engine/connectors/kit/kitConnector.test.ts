import { describeConnector } from '../../../suites/connector.ts'
import { startKitHarness } from './kitHarness.ts'

// Being Kit's subscriber is all the consent there is.
describeConnector('Kit with a key', () => startKitHarness('api-key'), ['subscribe people'])
// A bulk answer holds nobody's fields.
describeConnector('Kit with a sign-in', () => startKitHarness('oauth'), [
  'subscribe people',
  'see people while writing',
])

// Putting somebody anywhere does not tell whether they have left, and fields that are gone are passed over.
describeConnector('Kit with version 3', () => startKitHarness('v3'), [
  'subscribe people',
  'create people outside audiences',
  'see who left while writing',
  'lose a field',
])
