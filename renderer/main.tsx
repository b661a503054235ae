import '@fontsource-variable/inter'
import '@mantine/core/styles.css'
import '@mantine/notifications/styles.css'
import '@mantine/spotlight/styles.css'
import './theme/global.css'
import { createRoot } from 'react-dom/client'
import type { HostBridge } from '../shared/contract/host.ts'
import { App } from './App.tsx'
import { styleNonce } from './styleNonce.ts'
import { createWebHost } from './webHost.ts'

declare global {
  interface Window {
    /** Put there by the desktop app's preload script. */
    readonly listferry?: HostBridge
  }
}

/** The library that keeps the page from scrolling under a dialog takes the nonce of its style element from here. */
Object.assign(globalThis, { __webpack_nonce__: styleNonce() })

const root = document.getElementById('root')
if (root === null) throw new Error('index.html has no #root')
createRoot(root).render(<App host={window.listferry ?? createWebHost()} />)
