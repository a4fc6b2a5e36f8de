import type { AuditEntry } from './record.js';

/** The log as people read it. */
export const auditColumns = [
  { title: '#', value: ({ seq }: AuditEntry) => String(seq), align: 'right' as const },
  { title: 'TIME', value: ({ time }: AuditEntry) => printable(time).replace(/\.\d+Z$/, 'Z') },
  { title: 'OPERATOR', value: ({ operator }: AuditEntry) => printable(operator) },
  { title: 'ACTION', value: ({ action }: AuditEntry) => printable(action) },
  { title: 'APP', value: ({ app }: AuditEntry) => printable(app ?? '') },
  { title: 'OUTCOME', value: ({ outcome }: AuditEntry) => printable(outcome) },
  { title: 'DETAIL', value: ({ detail }: AuditEntry) => detailText(detail), flexible: true },
];

/** A tampered line must not reach the terminal as an escape sequence. */
function printable(value: unknown): string {
  return String(value ?? '').replace(/\p{Cc}/gu, '?');
}

function detailText(detail: unknown): string {
  if (typeof detail !== 'object' || detail === null) return printable(detail);
  const pairs = Object.entries(detail).map(([name, value]) => {
    const text = typeof value === 'object' ? JSON.stringify(value) : value;
    return `${name}: ${printable(Array.isArray(value) ? value.join(', ') : text)}`;
  });
  return pairs.join('; ');
}
