/** What runs without anybody: migrations, the first account, the end of retention. */
import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { after, before, describe, it } from 'node:test';
import { sql } from 'kysely';
import { tableOf } from '../src/database.js';
import { isFinal } from '../src/definition.js';
import { ensureAdmin } from '../src/migrate.js';
import { service } from '../src/request.js';
import { cleanUp } from '../src/retention.js';
import { addSample, startApp, type TestApp } from './support.js';

describe('pekerjaan', () => {
  let test: TestApp;
  before(async () => {
    test = await startApp();
  });
  after(() => test.stop());

  it('makes the first account once, and never without a password', async () => {
    await assert.rejects(ensureAdmin(test.db, undefined), /ADMIN_PASSWORD/);
    assert.equal(await ensureAdmin(test.db, 'sandi pertama'), true);
    assert.equal(await ensureAdmin(test.db, 'sandi kedua'), false);
  });

  for (const entity of service.entities) {
    const { retention } = entity;
    if (retention === undefined) continue;

    it(`cleans ${entity.name} when its retention is over, and not a day before`, async () => {
      const { db, context } = test;
      const { uploads } = context.config;
      const { id } = await addSample(test, entity);
      const last = entity.states.find(({ name }) => isFinal(entity, name))?.name ?? '';
      await db.updateTable(tableOf(entity)).set({ state: last }).where('id', '=', id).execute();
      const files = (await readdir(uploads)).length;
      const day = 86_400_000;
      const early = new Date(Date.now() + (retention.days - 1) * day);
      assert.equal(await cleanUp(db, service, uploads, early), 0);
      const late = new Date(Date.now() + (retention.days + 1) * day);
      assert.equal(await cleanUp(db, service, uploads, late), 1);
      assert.equal(await cleanUp(db, service, uploads, late), 0);
      const query = db.selectFrom(tableOf(entity)).selectAll().where('id', '=', id);
      const row = (await query.executeTakeFirst()) as Record<string, unknown> | undefined;
      if (retention.action === 'delete') assert.equal(row, undefined);
      else
        for (const { name, personal } of entity.fields)
          if (personal) assert.equal(row?.[name], null);
      const kept = entity.fields.filter(({ type }) => type === 'file').length;
      assert.equal((await readdir(uploads)).length, files - kept);
    });
  }

  it('has a column for every field of the request', async () => {
    for (const entity of service.entities) {
      const columns = entity.fields.map(({ name }) => sql.ref(name));
      await sql`select ${sql.join(columns)} from ${sql.table(entity.name)}`.execute(test.db);
    }
  });
});
