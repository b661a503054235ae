import { describeConnector } from '../../../suites/connector.ts'
import { startKitHarness } from './kitHarness.ts'

describeConnector('Kit', startKitHarness)
