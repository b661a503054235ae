import react from '@vitejs/plugin-react'
import presetMantine from 'postcss-preset-mantine'
import { defineConfig } from 'vitest/config'

/** The window's build. Under Vitest the root is the project's own. */
const isTest = process.env['VITEST'] !== undefined

export default defineConfig({
  root: isTest ? '.' : 'renderer',
  base: './',
  plugins: isTest ? [] : [react()],
  css: { postcss: { plugins: [presetMantine()] } },
  build: { outDir: '../dist/renderer', emptyOutDir: true, target: ['chrome130', 'safari18', 'firefox130'] },
  test: {
    include: ['tests/**/*.test.ts'],
    exclude: ['tests/e2e/**', 'node_modules/**'],
    testTimeout: 20_000,
    hookTimeout: 20_000,
    pool: 'forks',
    setupFiles: ['tests/support/propertySeed.ts'],
  },
})
