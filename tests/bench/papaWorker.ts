import { createReadStream } from 'node:fs'
import { parentPort, workerData } from 'node:worker_threads'
import papa from 'papaparse'

/** PapaParse alone, in a worker as staging is, with pieces of the same size: counts the rows and drops them. */
const { path, pieceBytes } = workerData as { readonly path: string; readonly pieceBytes: number }
let rows = 0
papa.parse(createReadStream(path, { encoding: 'utf8', highWaterMark: pieceBytes }), {
  chunk: ({ data }) => {
    rows += data.length
  },
  complete: () => parentPort?.postMessage(rows),
})
