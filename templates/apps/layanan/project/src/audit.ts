/** The audit trail: who did what, when, from where. The database lets it only grow. */
import type { Db } from './database.js';

/** Who acts: an account's name, or "warga" for a citizen without one. */
export interface Actor {
  /** null: a citizen, or a job. */
  id: number | null;
  name: string;
  role: string;
  address: string | null;
}

export interface Act {
  action: string;
  entity?: string;
  recordId?: number;
  /** Never with personal data in it: the trail outlives the data. */
  detail?: string;
  /** A remark that the citizen reads on the status page. */
  note?: string;
}

export async function audit(db: Db, actor: Actor, act: Act): Promise<void> {
  await db
    .insertInto('app_audit')
    .values({
      actor: nameOf(actor),
      action: act.action,
      entity: act.entity ?? null,
      record_id: act.recordId ?? null,
      detail: act.detail ?? '',
      note: act.note ?? null,
      address: actor.address,
    })
    .execute();
}

export function nameOf({ id, name, role }: Actor): string {
  return id === null ? name : `${name} (${role})`;
}
