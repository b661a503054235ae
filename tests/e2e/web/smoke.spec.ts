import { expect, type Page } from '@playwright/test'
import { engineBehind } from '../support/preparedRun.ts'
import { webTest } from '../support/webTest.ts'

webTest(
  'the window opens from the address that was printed, and from nowhere else',
  async ({ window, host, browser }) => {
    await expect(window).toHaveTitle('Listferry')
    await expect(window.getByRole('navigation', { name: 'Main' })).toBeVisible()
    expect(window.url()).not.toContain('token')
    const elsewhere = await browser.newContext()
    const stranger = await elsewhere.newPage()
    await stranger.goto(host.address)
    await expect(stranger.getByRole('heading', { name: 'This window is not connected' })).toBeVisible()
    await elsewhere.close()
  },
)

webTest('a reload and a second window are still signed in', async ({ window, context }) => {
  await window.reload()
  await expect(window.getByRole('navigation', { name: 'Main' })).toBeVisible()
  const second = await context.newPage()
  await second.goto(new URL(window.url()).origin)
  await expect(second.getByRole('navigation', { name: 'Main' })).toBeVisible()
})

webTest('the page may run no script that did not come with it', async ({ window, complaints }) => {
  const ran = await window.evaluate(async () => {
    const inline = document.createElement('script')
    inline.textContent = 'document.title = "inline"'
    document.body.append(inline)
    const elsewhere = await fetch('http://localhost:1/').then(
      () => 'fetched',
      () => 'refused',
    )
    return [document.title, elsewhere]
  })
  expect(ran).toEqual(['Listferry', 'refused'])
  expect(complaints.splice(0).join()).toContain("directive 'script-src 'self''")
})

webTest(
  'eight windows at once all hear of a change, also once the first is closed',
  async ({ window, context }) => {
    const others: Page[] = []
    for (let count = 2; count <= 8; count += 1) {
      const page = await context.newPage()
      await page.goto(new URL(window.url()).origin)
      await expect(page.getByRole('navigation', { name: 'Main' })).toBeVisible()
      others.push(page)
    }
    const last = others.at(-1) ?? window
    const all = (theme: string, pages: readonly Page[]) =>
      Promise.all(
        pages.map((page) => expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', theme)),
      )
    await engineBehind(last).settings.set({ theme: 'dark' })
    await all('dark', [window, ...others])
    await window.close()
    await engineBehind(last).settings.set({ theme: 'light' })
    await all('light', others)
  },
)
