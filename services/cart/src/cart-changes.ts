import { Counter, type Registry } from 'prom-client'

type Change = 'set' | 'add' | 'remove' | 'clear' | 'merge' | 'take_bought_out'

export type CartChanges = ReturnType<typeof cartChanges>

/** Counts the changes that were made. */
export function cartChanges(metrics: Registry) {
  const counter = new Counter({
    name: 'saleday_cart_changes_total',
    help: 'Changes made to carts',
    labelNames: ['change'],
    registers: [metrics],
  })
  return {
    async count<T>(change: Change, made: Promise<T>): Promise<T> {
      const result = await made
      counter.inc({ change })
      return result
    },
  }
}
