import { describeConnector } from '../../../suites/connector.ts'
import { startKlaviyoHarness } from './klaviyoHarness.ts'

// A bulk import answers with a promise, and says nothing about consent, which it never changes: the engine looks who
// left before a run. A property that isn't there is made by writing it.
describeConnector('Klaviyo', startKlaviyoHarness, ['see who left while writing', 'lose a field'])
