import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { dataDir } from '@saleday/local/data-dir'
import type { ShopFile } from '@saleday/local/shop-file'
import { listen } from '@saleday/testing/listen'
import express from 'express'

/** What the supervisor of a shop writes, with real processes that do nothing, and the admin port of one of them. */
export async function shopHere() {
  const dir = dataDir(mkdtempSync(join(tmpdir(), 'saleday-shop-')))
  mkdirSync(dir.run)
  const children: ChildProcess[] = []
  const admin = await adminPort()
  let faults: unknown = {}
  admin.app.get('/faults', (_req, res) => void res.json(faults))
  admin.app.put('/faults', express.json(), (req, res) => {
    faults = req.body
    res.json(faults)
  })

  const start = (): number => {
    const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1e6)'], { stdio: 'ignore' })
    children.push(child)
    return child.pid!
  }
  const processOf = (slot: number, pid = start()) => ({
    slot,
    pid,
    ready: true,
    restarts: 0,
    startedAt: '2026-11-27T08:00:00Z',
    adminUrl: admin.url,
  })
  const shop = {
    state: 'open',
    pid: process.pid,
    startedAt: '2026-11-27T08:00:00Z',
    replicas: 2,
    servers: {
      bank: { url: '', processes: [processOf(0)] },
      order: { url: '', processes: [processOf(0), processOf(1)] },
    },
    databases: { pid: 1, servers: { PostgreSQL: { pid: start(), port: 1 } }, valkey: null },
  }
  const write = (): void => writeFileSync(dir.shop, JSON.stringify(shop))
  write()
  return {
    dir,
    /** As it is in the file; after a change, `write` it. */
    shop: shop as typeof shop & Partial<ShopFile>,
    write,
    metrics: admin.metrics,
    faults: () => faults,
    /** Fulfilled when that process is gone, with the signal that ended it. */
    async ended(pid: number): Promise<NodeJS.Signals | null> {
      const child = children.find((each) => each.pid === pid)!
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
      return child.signalCode
    },
    /** Another process in the place of one. */
    replace(slot: number) {
      shop.servers.order.processes[slot] = processOf(slot)
      write()
    },
    async close() {
      for (const child of children) child.kill('SIGKILL')
      await admin.close()
      rmSync(dir.root, { recursive: true })
    },
  }
}

async function adminPort() {
  const app = express()
  const metrics = { text: '' }
  app.get('/readyz', (_req, res) => void res.json({ phase: 'ready' }))
  app.get('/metrics', (_req, res) => void res.type('text/plain').send(metrics.text))
  return { app, metrics, ...(await listen(app)) }
}
