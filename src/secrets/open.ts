import type { Inventory } from '../inventory/model.js';
import { SecretStore } from './store.js';

type Remark = (code: string, args: Record<string, string | number>) => Promise<void>;

/** A store over an inventory, and its notices, kept until the command can say them. */
export function openSecrets({ root, inventory }: { root: string; inventory: Inventory }): {
  store: SecretStore;
  /** Says every notice so far, each once. */
  sayNotices: (remark: Remark) => Promise<void>;
} {
  const notices: Parameters<Remark>[] = [];
  const store = new SecretStore({
    root,
    team: inventory.site.team,
    recovery: inventory.site.backup?.recipient,
    notice: (...notice) => notices.push(notice),
  });
  return {
    store,
    sayNotices: async (remark) => {
      for (const [code, args] of notices.splice(0)) await remark(code, args);
    },
  };
}
