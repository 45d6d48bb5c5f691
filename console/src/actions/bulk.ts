import type { Role } from '../api/contract'

/** Actions that make sense for many at once, and whose they are; what a photo or a single place belongs to does not. */
export const BULK: { kind: string; roles: Role[] }[] = [
  { kind: 'accept', roles: ['acceptor', 'shift_lead'] },
  { kind: 'order_inspection', roles: ['acceptor', 'shift_lead'] },
  { kind: 'file', roles: ['acceptor', 'shift_lead'] },
  { kind: 'dispatch', roles: ['dispatcher', 'shift_lead'] },
  { kind: 'reject', roles: ['acceptor', 'shift_lead'] },
  { kind: 'refer_out', roles: ['acceptor', 'shift_lead'] },
  { kind: 'sign', roles: ['handler'] },
  { kind: 'approve_closing', roles: ['acceptor', 'committee_office', 'leader'] },
  { kind: 'reply', roles: ['acceptor', 'caller', 'shift_lead'] },
  { kind: 'archive', roles: ['shift_lead', 'committee_office'] },
]
