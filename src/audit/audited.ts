import { Fault } from '../fault.js';
import type { AuditLog } from './log.js';
import type { AuditRecord } from './record.js';

export type Act = Omit<AuditRecord, 'time' | 'outcome'>;

/**
 * Runs an act between its `start` and its `ok` or `failed` in the log.
 * Nothing is done when `start` cannot be written. When the end cannot be written, the
 * act's own error wins; without one, the log's error is thrown.
 * @param summary data for the `ok` entry from the act's result.
 */
export async function audited<T>(
  log: AuditLog,
  act: Act,
  run: () => Promise<T>,
  summary: (result: T) => Record<string, unknown> = () => ({}),
): Promise<T> {
  const note = (outcome: AuditRecord['outcome'], more: Record<string, unknown> = {}) =>
    log.append({
      ...act,
      time: new Date().toISOString(),
      outcome,
      detail: { ...act.detail, ...more },
    });
  await note('start');
  let result: T;
  try {
    result = await run();
  } catch (error) {
    await note('failed', { code: codeOf(error) }).catch(() => undefined);
    throw error;
  }
  await note('ok', summary(result));
  return result;
}

/** A code only: messages of foreign errors may quote what should not be kept. */
function codeOf(error: unknown): string {
  if (error instanceof Fault) return error.code;
  return error instanceof Error ? error.name : 'unknown';
}
