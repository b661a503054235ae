import { builtinModules } from 'node:module'
import { availableParallelism } from 'node:os'
import { basename, dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import presetMantine from 'postcss-preset-mantine'
import type { AcceptedPlugin } from 'postcss'
import type { EnvironmentOptions, Plugin } from 'vite'
import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

const root = fileURLToPath(new URL('.', import.meta.url))
// It has no types of its own.
const mantineCss = presetMantine as () => AcceptedPlugin
const desktopFolder = join(root, 'dist/desktop')

/**
 * Files that a module names by `new URL('…', import.meta.url)`: programs are built into one folder, anything else
 * stays where it is.
 */
function urlsFromBuiltModules(): Plugin {
  return {
    name: 'urls-from-built-modules',
    applyToEnvironment: ({ name }) => name === 'main',
    transform(code, id) {
      if (!code.includes('import.meta.url')) return null
      return code.replaceAll(/new URL\((['"`])(\.[^'"`$]*)/g, (_match, quote: string, path: string) => {
        const isProgram = path.endsWith('.ts') || path.endsWith('.cjs')
        const there = isProgram
          ? `./${basename(path).replace(/\.ts$/, '.cjs')}`
          : relative(desktopFolder, join(dirname(id), path)).replaceAll('\\', '/')
        return `new URL(${quote}${there}${path.endsWith('/') ? '/' : ''}`
      })
    },
  }
}

/**
 * The desktop app's main process, its engine's threads and its children. CommonJS, because Electron must hear
 * of the window's scheme before it is ready, and a module may load later than that. Whole but for the native part.
 */
const main: EnvironmentOptions = {
  consumer: 'server',
  resolve: {
    noExternal: true,
    external: ['@napi-rs/keyring'],
    builtins: ['electron', /^node:/, ...builtinModules],
  },
  build: {
    outDir: desktopFolder,
    emptyOutDir: true,
    target: 'node20',
    minify: false,
    copyPublicDir: false,
    rolldownOptions: {
      input: [
        'main',
        'engineWorker',
        'engine/source/stageWorker',
        'keychain/keychainChild',
        'queries/queryChild',
        'practice/practiceWorker',
      ].map((name) => join(root, 'electron', `${name}.ts`)),
      external: ['electron', '@napi-rs/keyring'],
      output: { format: 'cjs', entryFileNames: '[name].cjs', chunkFileNames: '[name].part.cjs' },
    },
  },
}

/** One file, because a sandboxed preload script can load nothing but Electron. */
const preload: EnvironmentOptions = {
  consumer: 'server',
  build: {
    outDir: desktopFolder,
    emptyOutDir: false,
    target: 'chrome130',
    minify: false,
    copyPublicDir: false,
    rolldownOptions: {
      input: join(root, 'electron/preload.ts'),
      external: 'electron',
      output: { format: 'cjs', entryFileNames: 'preload.cjs', codeSplitting: false },
    },
  },
}

/** The faults take minutes, which Vitest can't see from files so small; whatever comes last has the computer to itself. */
class FaultsFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files)
    const areFaults = ({ moduleId }: TestSpecification) => /\/tests\/faults\//.test(moduleId)
    return [...sorted.filter(areFaults), ...sorted.filter((file) => !areFaults(file))]
  }
}

export default defineConfig(({ command }) => {
  // A test may build the window too; only Vitest itself has the project's own root.
  const isTest = command === 'serve' && process.env['VITEST'] !== undefined
  return {
    root: isTest ? root : join(root, 'renderer'),
    base: './',
    plugins: isTest ? [] : [react(), urlsFromBuiltModules()],
    css: { postcss: { plugins: [mantineCss()] } },
    build: {
      outDir: join(root, 'dist/renderer'),
      emptyOutDir: true,
      target: ['chrome130', 'safari18', 'firefox130'],
    },
    ...(!isTest && { environments: { main, preload } }),
    builder: {
      async buildApp(builder) {
        for (const environment of Object.values(builder.environments)) await builder.build(environment)
      },
    },
    test: {
      include: ['tests/**/*.test.ts'],
      exclude: ['tests/e2e/**', 'node_modules/**'],
      testTimeout: 60_000,
      hookTimeout: 60_000,
      pool: 'forks',
      // On two cores too, where Vitest would leave one idle: much of a test is waiting.
      maxWorkers: Math.max(2, availableParallelism() - 1),
      // As Listferry's own commands do. Types are then stripped once, not by WebAssembly in each thread: of that V8
      // crashes now and then where many threads come and go (nodejs/node#64500).
      env: { NODE_COMPILE_CACHE: join(root, 'node_modules/.cache/compiled') },
      setupFiles: ['tests/support/propertySeed.ts'],
      sequence: { sequencer: FaultsFirst },
    },
  }
})
