// A keychain that waits for its password for ever.
process.on('message', () => undefined)
