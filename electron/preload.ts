import { exposeBridge } from './host/exposeBridge.ts'

exposeBridge()
