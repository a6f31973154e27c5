/** Cards of the bank sandbox that are worth trying first; its README has them all. */
export const testCards = [
  ['4242 4242 4242 4242', 'pays'],
  ['4000 0000 0000 0002', 'is declined'],
] as const
