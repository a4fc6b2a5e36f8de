import { Fault } from '../fault.js';
import { type Owner, secretsFile } from './owner.js';
import type { SecretStore } from './store.js';

export interface RekeyResult {
  /** Files encrypted anew, relative to the inventory's root. */
  changed: string[];
  /** Files left as they were, with the reason's code. */
  failed: { file: string; fault: Fault }[];
}

/**
 * Encrypts every file to the present team. Each file is replaced whole or not at all,
 * so a run that was killed is finished by running again; values and salts stay.
 * One file that cannot be read does not keep a removed member in the others.
 * @throws Fault SEC022 when the caller is not in the team: the result could not be checked.
 */
export async function rekey(
  store: SecretStore,
  onFile: (owner: Owner) => void = () => undefined,
): Promise<RekeyResult> {
  if (!(await store.keyring.includesMe())) throw new Fault('SEC022');
  const result: RekeyResult = { changed: [], failed: [] };
  for (const owner of await store.owners()) {
    onFile(owner);
    try {
      await store.reencrypt(owner);
      result.changed.push(secretsFile(owner));
    } catch (fault) {
      if (!(fault instanceof Fault)) throw fault;
      result.failed.push({ file: secretsFile(owner), fault });
    }
  }
  return result;
}
