import { BankFaults } from '@saleday/contracts/bank'
import express, { type Express } from 'express'
import type { FaultSwitch } from './faults.ts'

/** `GET` and `PUT /faults` on the admin port. `PUT` replaces them all: what it does not name is off. */
export function faultRoutes(admin: Express, faults: FaultSwitch): void {
  admin.get('/faults', (_req, res) => {
    res.json(faults.now)
  })
  admin.put('/faults', express.json(), (req, res) => {
    const wanted = BankFaults.safeParse(req.body ?? {})
    if (!wanted.success) {
      const errors = wanted.error.issues.map(({ path, message }) => ({ field: path.join('.') || 'body', message }))
      res
        .status(400)
        .type('application/problem+json')
        .json({ type: 'about:blank', title: 'The request is not valid', status: 400, code: 'invalid_request', errors })
      return
    }
    faults.now = wanted.data
    res.json(faults.now)
  })
}
