import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { figures } from './figures.ts'

const run = promisify(execFile)
const program = fileURLToPath(new URL('./run.ts', import.meta.url))

/** As CONTRIBUTING.md has it. */
const report = z.strictObject({
  size: z.literal('quick'),
  node: z.string().startsWith('v'),
  cpus: z.int().min(1),
  met: z.boolean(),
  figures: z.array(
    z.strictObject({
      name: z.string(),
      about: z.string().min(10),
      seconds: z.number().min(0),
      readings: z
        .array(
          z.strictObject({
            what: z.string().min(5),
            value: z.number(),
            unit: z.enum([
              'times',
              'share',
              'requests',
              'refusals',
              'rows',
              'kilobytes',
              'megabytes',
              'milliseconds',
              'messages',
            ]),
            beside: z.string().min(5),
            goal: z.object({ is: z.enum(['at most', 'at least', 'exactly']), value: z.number() }).nullable(),
            met: z.boolean().nullable(),
          }),
        )
        .min(1),
    }),
  ),
})

test('a quick bench runs every figure and prints one JSON value of the documented shape', async () => {
  const { stdout, stderr } = await run(process.execPath, ['--expose-gc', program, '--quick', '--json'])
  const { figures: measured } = report.parse(JSON.parse(stdout))
  const able = figures.filter((figure) => (figure.missing?.() ?? null) === null)
  expect(measured.map(({ name }) => name)).toEqual(able.map(({ name }) => name))
  for (const { name } of figures) expect(stderr).toContain(`${name}: `)
  const counts = measured
    .flatMap(({ readings }) => readings)
    .filter(({ unit }) => ['requests', 'refusals', 'rows'].includes(unit))
  expect(counts.length).toBeGreaterThan(10)
  expect(counts.filter(({ met }) => met === false)).toEqual([])
}, 300_000)

test('a figure that does not exist is refused by name', async () => {
  const failing = run(process.execPath, [program, '--quick', 'no-such-figure'])
  await expect(failing).rejects.toMatchObject({ stderr: expect.stringContaining('no-such-figure') as string })
})
