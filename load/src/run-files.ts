import { join } from 'node:path'

export type RunFiles = ReturnType<typeof runFiles>

/** Where everything of one run is. */
export function runFiles(dir: string) {
  return {
    dir,
    plan: join(dir, 'plan.json'),
    scenario: join(dir, 'scenario.yaml'),
    goods: join(dir, 'goods.json'),
    shelf: join(dir, 'shelf.json'),
    customers: join(dir, 'customers.json'),
    stock: join(dir, 'stock.json'),
    journal: join(dir, 'journal.jsonl'),
    events: join(dir, 'events.jsonl'),
    figures: join(dir, 'figures.json'),
    audit: join(dir, 'audit.json'),
    cluster: join(dir, 'cluster.jsonl'),
    log: join(dir, 'k6.log'),
  }
}
