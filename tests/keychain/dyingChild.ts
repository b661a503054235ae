// A keychain process that dies in the middle of its first request, or answers when it is the second to be started.
import { existsSync, writeFileSync } from 'node:fs'

const mark = process.argv[2] ?? ''
process.on('message', () => {
  if (existsSync(mark)) process.send?.({ ok: true, text: 'second child' })
  else {
    writeFileSync(mark, '')
    process.kill(process.pid, 'SIGKILL')
  }
})
