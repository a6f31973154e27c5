/** Of the contract, whose schemas are too large for a page. */
export const maximumQuantity = 99
