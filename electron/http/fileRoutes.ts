import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { Hono } from 'hono'
import { AppError } from '../../shared/errors.ts'
import type { OpenedFile } from '../../shared/contract/sources.ts'
import type { EngineAccess } from '../engineThread.ts'
import { refuse } from './answers.ts'
import type { HttpEnv } from './listenOnLoopback.ts'
import { forgetHead, receiveHead, receiveUpload } from './receiveUpload.ts'

/**
 * Files in, `POST /files?name=`; before a large one its beginning, `POST /heads?name=`, whose id comes back with the
 * file as `&head=`; and what the engine wrote out, `GET /exports/<file id>`.
 */
export function fileRoutes(
  engine: Pick<EngineAccess, 'registerFile' | 'exportPath'>,
  uploadFolder: string,
): Hono<HttpEnv> {
  const app = new Hono<HttpEnv>()
  const heads = new Map<string, string>()
  app.post('/heads', async (c) => {
    try {
      const { path, name, sizeBytes } = await receiveHead(
        uploadFolder,
        c.req.query('name') ?? '',
        c.env.incoming,
      )
      const opened: OpenedFile = { file: await engine.registerFile(path), name, sizeBytes }
      heads.set(opened.file, path)
      return c.json({ ok: opened })
    } catch (error) {
      return refuse(c, 500, error)
    }
  })
  app.post('/files', async (c) => {
    const head = c.req.query('head') ?? ''
    try {
      const { path, name, sizeBytes } = await receiveUpload(
        uploadFolder,
        c.req.query('name') ?? '',
        c.env.incoming,
      )
      const opened: OpenedFile = { file: await engine.registerFile(path), name, sizeBytes }
      return c.json({ ok: opened })
    } catch (error) {
      return refuse(c, 500, error)
    } finally {
      const path = heads.get(head)
      heads.delete(head)
      if (path !== undefined) await forgetHead(path)
    }
  })
  app.get('/exports/:file', async (c) => {
    const path = await engine.exportPath(c.req.param('file'))
    const size = path === null ? null : await sizeOf(path)
    if (path === null || size === null) return refuse(c, 404, gone())
    const headers = {
      'content-type': 'application/octet-stream',
      // The window knows its name.
      'content-disposition': 'attachment',
      'content-length': String(size),
    }
    const body = c.req.method === 'HEAD' ? null : Readable.toWeb(createReadStream(path))
    return new Response(body as ReadableStream<Uint8Array> | null, { headers })
  })
  return app
}

async function sizeOf(path: string): Promise<number | null> {
  try {
    return (await stat(path)).size
  } catch {
    return null // whoever removed it, it can't be had
  }
}

function gone(): AppError {
  return new AppError('not-found', 'That file is no longer there. Export it again.')
}
