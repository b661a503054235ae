import fc from 'fast-check'

// Property tests draw new cases in every run, so that they go on finding things. In CI they are the same each time: a
// failure there is then about the change at hand.
if (process.env.CI) fc.configureGlobal({ seed: 20_261_121 })
