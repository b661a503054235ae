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
const terminalFolder = join(root, 'dist/terminal')

/** Where programs of Node are built to, and what they are called there. */
const programs: Readonly<Record<string, { readonly folder: string; readonly ending: string }>> = {
  main: { folder: desktopFolder, ending: '.cjs' },
  terminal: { folder: terminalFolder, ending: '.js' },
}

/**
 * Files that a module names by `new URL('…', import.meta.url)`: programs, such as threads and children, are built into
 * one folder with it, anything else stays where it is.
 */
function urlsFromBuiltModules(): Plugin {
  return {
    name: 'urls-from-built-modules',
    applyToEnvironment: ({ name }) => name in programs,
    transform(code, id) {
      const built = programs[this.environment.name]
      if (!built || !code.includes('import.meta.url')) return null
      const { folder, ending } = built
      return code.replaceAll(/new URL\((['"`])(\.[^'"`$]*)/g, (_match, quote: string, path: string) => {
        const file = join(dirname(id), path)
        const fileName = basename(path).replace(/\.ts$/, ending)
        if (path.endsWith('.ts')) this.emitFile({ type: 'chunk', id: file, fileName })
        const isProgram = path.endsWith('.ts') || path.endsWith('.cjs')
        const there = isProgram ? `./${fileName}` : relative(folder, file).replaceAll('\\', '/')
        return `new URL(${quote}${there}${path.endsWith('/') ? '/' : ''}`
      })
    },
  }
}

/** Whole but for the native part, and what no host asks for. */
const programsOfNode: EnvironmentOptions['resolve'] = {
  noExternal: true,
  external: ['@napi-rs/keyring', 'vite'],
  builtins: ['electron', /^node:/, ...builtinModules],
}

/**
 * The desktop app's main process, its engine's threads and its children. CommonJS, because Electron must hear
 * of the window's scheme before it is ready, and a module may load later than that.
 */
const main: EnvironmentOptions = {
  consumer: 'server',
  resolve: programsOfNode,
  build: {
    outDir: desktopFolder,
    emptyOutDir: true,
    target: 'node20',
    minify: false,
    copyPublicDir: false,
    rolldownOptions: {
      input: join(root, 'electron/main.ts'),
      external: ['electron', '@napi-rs/keyring'],
      output: { format: 'cjs', entryFileNames: '[name].cjs', chunkFileNames: '[name].part.cjs' },
    },
  },
}

/**
 * The hosts for the terminal and the browser. They run from their sources too, and take three times as long to start:
 * so many modules have to be found.
 */
const terminal: EnvironmentOptions = {
  consumer: 'server',
  resolve: programsOfNode,
  build: {
    outDir: terminalFolder,
    emptyOutDir: true,
    target: 'node24',
    minify: false,
    copyPublicDir: false,
    rolldownOptions: {
      input: ['cli', 'web'].map((name) => join(root, 'electron', `${name}.ts`)),
      external: ['electron', '@napi-rs/keyring', 'vite'],
      output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: '[name].part.js' },
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
    ...(!isTest && { environments: { main, preload, terminal } }),
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
      globalSetup: ['tests/support/buildTerminal.ts'],
      setupFiles: ['tests/support/propertySeed.ts'],
      sequence: { sequencer: FaultsFirst },
    },
  }
})
