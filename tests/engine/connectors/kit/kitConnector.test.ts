import { describeConnector } from '../../../suites/connector.ts'
import { startKitHarness } from './kitHarness.ts'

// Being Kit's subscriber is all the consent there is.
describeConnector('Kit', startKitHarness, ['subscribe people'])
