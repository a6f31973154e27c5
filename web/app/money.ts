const euros = new Intl.NumberFormat('en-IE', { style: 'currency', currency: 'EUR' })

/** `€1,234.50` */
export const money = (cents: number): string => euros.format(cents / 100)
