import { requiredSecrets } from '../../../desired/environment.js';
import type { App } from '../../../inventory/model.js';
import { Secret } from '../../../secrets/secret.js';
import type { SecretStore } from '../../../secrets/store.js';

/**
 * Gives a restored app its secrets. A copy gets those of the set, which its data was written
 * with; an app that comes back itself keeps those that the inventory has, for they may have been
 * changed because somebody knew the old ones.
 *
 * @returns keys of which the app keeps another value than the set's
 */
export async function putSecrets(
  store: SecretStore,
  { source, target, values }: { source: App; target: App; values: Record<string, string> },
): Promise<string[]> {
  const isSelf = source.id === target.id;
  const present = await store.read(source.id);
  const wanted = new Map<string, Secret>();
  const others: string[] = [];
  for (const key of requiredSecrets(target)) {
    const saved = values[key] === undefined ? undefined : new Secret(values[key]);
    const own = present.get(key);
    const value = isSelf ? (own ?? saved) : (saved ?? own);
    if (value !== undefined) wanted.set(key, value);
    // The database takes whatever password its service is given.
    const isKept = isSelf && key !== 'DB_PASSWORD' && own !== undefined && saved !== undefined;
    if (isKept && !own.equals(saved)) others.push(key);
  }
  await store.update(target.id, (own) => {
    for (const [key, value] of wanted) own.set(key, value);
  });
  return others;
}
