/** For whoever opens the address without its token. */
export const notSignedInPage = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Listferry</title>
<style>body { font: 1rem/1.6 system-ui; max-width: 32rem; margin: 15vh auto; padding: 0 1rem }</style>
<h1>This window is not connected</h1>
<p>Open the whole address that Listferry printed when it started. It works once; start Listferry again, or run
<code>npm run web</code> once more, for a new one.</p>
</html>
`
