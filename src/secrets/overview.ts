import { Fault } from '../fault.js';
import type { Owner } from './owner.js';
import type { SecretStore } from './store.js';

/** One name of a value, never the value. */
export interface ListedKey {
  owner: Owner;
  key: string;
  /** `generated`: missing, but apply makes it. `extra`: there, but no app asks for it. */
  state: 'set' | 'missing' | 'generated' | 'extra';
}

export interface Wanted {
  owner: Owner;
  /** Keys the inventory names. */
  keys: readonly string[];
  /** Those of them that induk makes by itself at first need. */
  generated: readonly string[];
}

export interface Overview {
  keys: ListedKey[];
  /** Files that could not be read, with the reason. */
  unreadable: Fault[];
}

/** Compares what is there with what the inventory wants, for the given owners in order. */
export async function overview(store: SecretStore, wanted: readonly Wanted[]): Promise<Overview> {
  const result: Overview = { keys: [], unreadable: [] };
  for (const each of wanted) {
    try {
      const present = [...(await store.read(each.owner)).keys()];
      result.keys.push(...compare(each, present));
    } catch (fault) {
      if (!(fault instanceof Fault)) throw fault;
      result.unreadable.push(fault);
    }
  }
  return result;
}

function compare({ owner, keys, generated }: Wanted, present: string[]): ListedKey[] {
  const all = [...new Set([...keys, ...present])].sort();
  return all.map((key) => {
    if (present.includes(key)) return { owner, key, state: keys.includes(key) ? 'set' : 'extra' };
    return { owner, key, state: generated.includes(key) ? 'generated' : 'missing' };
  });
}
