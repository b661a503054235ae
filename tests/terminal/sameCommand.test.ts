import { expect, it } from 'vitest'
import { sameCommand } from '../../electron/terminal/sameCommand.ts'

it('repeats what was typed so that a shell reads it the same way', () => {
  const args = ['plan', 'my list.csv', '--tag', "Ann's", '--set', 'City=$HOME']
  expect(sameCommand(args, {}, 'linux')).toBe(
    `listferry plan 'my list.csv' --tag 'Ann'\\''s' --set 'City=$HOME'`,
  )
  expect(sameCommand(args, {}, 'win32')).toBe(`listferry plan "my list.csv" --tag "Ann's" --set "City=$HOME"`)
})

it('turns a plan into its run, without what only a plan knows', () => {
  const change = { command: 'run', without: ['--rows'] }
  expect(sameCommand(['plan', 'a.csv', '--rows', '5'], change)).toBe('listferry run a.csv')
  expect(sameCommand(['plan', '--rows=5', 'a.csv'], change)).toBe('listferry run a.csv')
})

it('adds an option once', () => {
  expect(sameCommand(['run', 'a.csv', '--yes'], { add: ['--secret-stdin', '--yes'] })).toBe(
    'listferry run a.csv --yes --secret-stdin',
  )
})
