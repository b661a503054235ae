import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'
import { describe, expect, it } from 'vitest'

const root = fileURLToPath(new URL('..', import.meta.url))

interface Import {
  readonly from: string
  /** A path in the project, or the name of a package. */
  readonly to: string
}

function sourceFiles(folder: string): string[] {
  if (!existsSync(join(root, folder))) return []
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(ts|tsx|mjs|cjs)$/.test(name))
    .map((name) => join(folder, name).split(sep).join('/'))
}

/** Every import, export-from, dynamic import and worker address of a file. */
function importsOf(file: string): Import[] {
  const text = readFileSync(join(root, file), 'utf8')
  const urls = [...text.matchAll(/new URL\(\s*'(\.[^']*)'/g)].map((match) => match[1] ?? '')
  const names = [...ts.preProcessFile(text, true, true).importedFiles.map((found) => found.fileName), ...urls]
  return names.map((name) => ({ from: file, to: pathOf(file, name) }))
}

function pathOf(file: string, name: string): string {
  if (!name.startsWith('.')) return name
  return relative(root, resolve(root, dirname(file), name))
    .split(sep)
    .join('/')
}

/** What is loaded with a program: every import but those of types alone, from file to file. */
function reachedFrom(entry: string): Import[] {
  const [seen, found] = [new Set([entry]), [] as Import[]]
  for (const file of seen) {
    const types = typeImportsOf(file)
    for (const one of importsOf(file).filter(({ to }) => !types.has(to))) {
      found.push(one)
      if (existsSync(join(root, one.to)) && /\.tsx?$/.test(one.to)) seen.add(one.to)
    }
  }
  return found
}

function typeImportsOf(file: string): ReadonlySet<string> {
  const text = readFileSync(join(root, file), 'utf8')
  const names = [...text.matchAll(/^(?:import|export) type [^']*? from '([^']+)'/gm)].map(
    (match) => match[1] ?? '',
  )
  return new Set(names.map((name) => pathOf(file, name)))
}

const all = ['shared', 'electron', 'renderer'].flatMap(sourceFiles).flatMap(importsOf)
const within = (folder: string) => all.filter(({ from }) => from.startsWith(folder))
const breaking = (imports: readonly Import[], isBad: (one: Import) => boolean) =>
  imports.filter(isBad).map(({ from, to }) => `${from} imports ${to}`)
// `oauth/` is what connectors share.
const connectorOf = (path: string) => /^electron\/engine\/connectors\/(?!oauth\/)([^/]+)\//.exec(path)?.[1]

describe('the import rules', () => {
  it('finds the project’s imports at all', () => {
    expect(all.length).toBeGreaterThan(100)
    expect(all.some(({ to }) => to === 'shared/model.ts')).toBe(true)
  })

  it('shared is pure: it imports neither Node, nor electron/, nor renderer/', () => {
    const bad = ({ to }: Import) => /^(node:|electron|renderer\/|tests\/)/.test(to)
    expect(breaking(within('shared/'), bad)).toEqual([])
  })

  it('the engine imports no host, no Electron and no practice account', () => {
    const bad = ({ to }: Import) =>
      to === 'electron' || (to.startsWith('electron/') && !to.startsWith('electron/engine/'))
    expect(breaking(within('electron/engine/'), bad)).toEqual([])
  })

  it('only electron/host imports Electron', () => {
    const bad = ({ from, to }: Import) => to === 'electron' && !from.startsWith('electron/host/')
    expect(breaking(all, bad)).toEqual([])
  })

  it('the renderer imports nothing from electron/', () => {
    expect(breaking(within('renderer/'), ({ to }) => to.startsWith('electron'))).toEqual([])
  })

  it('the renderer carries no schema, no rules of phone numbers and no patterns: the engine has them', () => {
    const heavy = /^(zod|libphonenumber-js|re2js)(\/|$)/
    expect(reachedFrom('renderer/main.tsx').filter(({ to }) => heavy.test(to))).toEqual([])
    expect(reachedFrom('electron/cli.ts').some(({ to }) => heavy.test(to))).toBe(true)
  })

  it('a connector never imports another', () => {
    const bad = ({ from, to }: Import) => {
      const [mine, other] = [connectorOf(from), connectorOf(to)]
      return mine !== undefined && other !== undefined && mine !== other
    }
    expect(breaking(all, bad)).toEqual([])
  })

  it('practice accounts share nothing with the connectors they are practised on', () => {
    const bad = ({ to }: Import) => connectorOf(to) !== undefined
    expect(breaking(within('electron/practice/'), bad)).toEqual([])
  })

  it.each([
    ['kit', /api\.(kit|convertkit)\.com/],
    ['klaviyo', /\ba\.klaviyo\.com/],
  ])('nothing outside connectors/%s, but its practice account, knows its address', (service, address) => {
    const knowing = ['shared', 'electron', 'renderer']
      .flatMap(sourceFiles)
      .filter((file) => !file.startsWith(`electron/engine/connectors/${service}/`))
      .filter((file) => !file.startsWith(`electron/practice/${service}/`))
      .filter((file) => address.test(readFileSync(join(root, file), 'utf8')))
    expect(knowing).toEqual([])
  })
})
