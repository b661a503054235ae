// Loaded with `electron -r`, for an Electron that is ready before it has loaded the folder it is given, when it is too
// late to register a scheme: loads the app at once.
const { join } = require('node:path')

Object.defineProperty(process, 'defaultApp', { configurable: true, value: true })
require(join(__dirname, '../../../dist/desktop/main.cjs'))
