import { localStorageColorSchemeManager, MantineProvider } from '@mantine/core'
import { ModalsProvider } from '@mantine/modals'
import { Notifications } from '@mantine/notifications'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { StrictMode, useState } from 'react'
import { Router } from 'wouter'
import { useHashLocation } from 'wouter/use-hash-location'
import type { HostBridge } from '../shared/contract/host.ts'
import { ErrorBoundary } from './components/ErrorBoundary.tsx'
import { EngineProvider } from './EngineContext.tsx'
import { TakeFileProvider } from './features/files/TakeFile.tsx'
import { StagingProvider } from './features/import/StagingProvider.tsx'
import { PlanningProvider } from './features/review/PlanningProvider.tsx'
import { SyncProvider } from './features/sync/SyncContext.tsx'
import { Shell } from './shell/Shell.tsx'
import { styleNonce } from './styleNonce.ts'
import { cssVariables, theme } from './theme/theme.ts'

/** Calls go to a thread of this computer: what fails once fails again, and nothing is stale until it is said so. */
function createQueries(): QueryClient {
  return new QueryClient({
    defaultOptions: { queries: { retry: false, staleTime: Infinity, networkMode: 'always' } },
  })
}

/**
 * Kept for the first paint. What counts is the engine's setting, which reaches each window by itself: windows that also
 * followed each other would never come to rest.
 */
const colorScheme = {
  ...localStorageColorSchemeManager(),
  subscribe: () => undefined,
  unsubscribe: () => undefined,
}

export function App({ host }: { readonly host: HostBridge }) {
  const [queries] = useState(createQueries)
  return (
    <StrictMode>
      <MantineProvider
        theme={theme}
        cssVariablesResolver={cssVariables}
        defaultColorScheme="auto"
        colorSchemeManager={colorScheme}
        getStyleNonce={styleNonce}
      >
        <QueryClientProvider client={queries}>
          <EngineProvider host={host}>
            <ErrorBoundary what="Listferry" place="">
              <ModalsProvider>
                <Notifications position="bottom-right" />
                <Router hook={useHashLocation}>
                  <SyncProvider>
                    <TakeFileProvider>
                      <StagingProvider>
                        <PlanningProvider>
                          <Shell />
                        </PlanningProvider>
                      </StagingProvider>
                    </TakeFileProvider>
                  </SyncProvider>
                </Router>
              </ModalsProvider>
            </ErrorBoundary>
          </EngineProvider>
        </QueryClientProvider>
      </MantineProvider>
    </StrictMode>
  )
}
