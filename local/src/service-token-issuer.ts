/** `iss` of the service tokens of a shop on one machine. */
export const serviceTokenIssuer = 'https://saleday.example/local'
