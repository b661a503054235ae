// Answers each request a moment later with how many were under way in it at once.
let underWay = 0
process.on('message', () => {
  underWay += 1
  setTimeout(() => {
    process.send?.({ ok: true, text: String(underWay) })
    underWay -= 1
  }, 20)
})
