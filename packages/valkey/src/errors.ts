/** Is Valkey away or not ready (then: 503, try again), rather than our command wrong? */
export { isUnavailable } from '@saleday/chassis/unavailable'
