/** The key in the safe reads every secrets file, alone and for ever. */
import { describe, expect, it } from 'vitest';
import { rekey } from '../../src/secrets/rekey.js';
import { faultOf, newIdentity, plain, secretsOf, storeFor, temporaryFolder } from './workplace.js';

const owners = ['dishub/parkir', 'site'];

async function filled() {
  const root = await temporaryFolder();
  const [me, safe] = [await newIdentity(), await newIdentity()];
  const store = storeFor(root, [me], { recovery: safe.recipient });
  for (const owner of owners) await store.write(owner, secretsOf({ A: `nilai ${owner}` }));
  return { root, me, safe, store };
}

describe('the key in the safe', () => {
  it('reads what any write encrypts', async () => {
    const { root, safe, store } = await filled();
    const added = secretsOf({ B: 'baru' });
    await store.update('site', (values) => {
      for (const [key, value] of added) values.set(key, value);
    });
    const alone = storeFor(root, [safe]);
    expect(plain(await alone.read('dishub/parkir'))).toEqual({ A: 'nilai dishub/parkir' });
    expect(plain(await alone.read('site'))).toEqual({ A: 'nilai site', B: 'baru' });
  });

  it('stays when the team changes, and can let a new team in', async () => {
    const { root, me, safe } = await filled();
    const [first, second] = [await newIdentity(), await newIdentity()];
    const recovery = safe.recipient;
    const team = (one: typeof first) => ({ team: [one.recipient], recovery });
    await rekey(storeFor(root, [me], { team: [me.recipient, first.recipient], recovery }));
    await rekey(storeFor(root, [first], team(first)));
    expect((await faultOf(() => storeFor(root, [me]).read('site'))).code).toBe('SEC006');

    const { failed } = await rekey(storeFor(root, [safe], team(second)));
    expect(failed).toEqual([]);
    expect(plain(await storeFor(root, [second]).read('site'))).toEqual({ A: 'nilai site' });
    expect(plain(await storeFor(root, [safe]).read('site'))).toEqual({ A: 'nilai site' });
  });

  it('is beside the only person of a site without a team', async () => {
    const root = await temporaryFolder();
    const [me, safe] = [await newIdentity(), await newIdentity()];
    const store = storeFor(root, [me], { team: [], recovery: safe.recipient });
    expect(await store.keyring.recipients()).toEqual([me.recipient, safe.recipient]);
  });
});
