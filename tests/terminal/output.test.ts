import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createOutput } from '../../electron/terminal/output.ts'

function streams(columns?: number) {
  const written = { stdout: '', stderr: '' }
  const stream = (name: 'stdout' | 'stderr') => ({
    write: (text: string) => (written[name] += text),
    ...(columns !== undefined && { isTTY: true, columns }),
  })
  return { written, stdout: stream('stdout'), stderr: stream('stderr') }
}

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

describe('with --json', () => {
  it('standard output has one value, also when something fails after it', () => {
    const to = streams()
    const output = createOutput(true, to)
    output.say('words')
    output.result({ rows: 1 }, () => 'one row')
    output.fail({ code: 'unavailable', message: 'The disk is full.' })
    expect(JSON.parse(to.written.stdout)).toEqual({ rows: 1 })
    expect(to.written.stderr).toBe('words\nThe disk is full.\n')
  })

  it('a failure is that value, and its words are on standard error', () => {
    const to = streams()
    createOutput(true, to).fail({ code: 'cancelled', message: 'Nothing was sent.' })
    expect(JSON.parse(to.written.stdout)).toEqual({
      error: { code: 'cancelled', message: 'Nothing was sent.' },
    })
    expect(to.written.stderr).toBe('Nothing was sent.\n')
  })
})

describe('progress', () => {
  it('of a short phase is not seen where no terminal shows it', () => {
    const to = streams()
    const output = createOutput(false, to)
    output.progress('reading', 'Reading 100 %')
    vi.advanceTimersByTime(900)
    output.progress('comparing', 'Comparing')
    vi.advanceTimersByTime(900)
    output.progressEnd()
    vi.advanceTimersByTime(5000)
    expect(to.written.stderr).toBe('')
  })

  it('elsewhere is at most one line in a second, the latest', () => {
    const to = streams()
    const output = createOutput(false, to)
    for (let percent = 0; percent <= 30; percent += 1) {
      output.progress('reading', `Reading ${percent} %`)
      vi.advanceTimersByTime(100)
    }
    expect(to.written.stderr).toBe('Reading 9 %\nReading 19 %\nReading 29 %\n')
  })

  it('is shown for a phase that says nothing more', () => {
    const to = streams()
    createOutput(false, to).progress('account', 'Signing in')
    vi.advanceTimersByTime(1000)
    expect(to.written.stderr).toBe('Signing in\n')
  })

  it('on a terminal is one line, cut to its width, and gone at the end of the phase', () => {
    const to = streams(40)
    const output = createOutput(false, to)
    output.progress('reading', 'x'.repeat(100))
    vi.advanceTimersByTime(300)
    output.progress('comparing', 'Comparing')
    expect(to.written.stderr).toBe(`\r\x1b[K${'x'.repeat(39)}\r\x1b[K`)
    output.say('done')
    expect(to.written.stdout).toBe('done\n')
  })
})

describe('words', () => {
  it('are wrapped to a terminal at spaces, commands to copy are not', () => {
    const to = streams(40)
    createOutput(false, to).say(`${'word '.repeat(12).trim()}\n    ${'listferry '.repeat(6)}`)
    const lines = to.written.stdout.trimEnd().split('\n')
    expect(lines.slice(0, 2)).toEqual(['word word word word word word word', '  word word word word word'])
    expect(lines).toHaveLength(3)
  })

  it('from a file cannot steer the terminal', () => {
    const to = streams(80)
    createOutput(false, to).say('row 1  \x1b[2J\x1b]0;hi\x07ann@example.org \u202egro.live')
    expect(to.written.stdout).toBe('row 1  �[2J�]0;hi�ann@example.org �gro.live\n')
  })

  it('for other programs stay as they are', () => {
    const to = streams(40)
    createOutput(false, to).data(`row,"${'x '.repeat(50)}\t\x1b"`)
    expect(to.written.stdout).toBe(`row,"${'x '.repeat(50)}\t\x1b"\n`)
  })
})
