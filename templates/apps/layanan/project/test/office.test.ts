/** The back office: who gets in, who may do what, and what is written down about it. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { buildApp } from '../src/app.js';
import { tableOf } from '../src/database.js';
import type { Field } from '../src/definition.js';
import { service } from '../src/request.js';
import { newSession } from '../src/sessions.js';
import {
  addSample,
  addUser,
  logInAs,
  Person,
  password,
  sampleFile,
  sampleForm,
  startApp,
  type TestApp,
} from './support.js';

const { entities, roles } = service;

const attacks = [
  "'; delete from app_user; --",
  '{{7*7}}',
  '../../etc/passwd',
  '<script>alert(1)</script>',
  '" onmouseover="alert(1)',
  '\u0000',
];

describe('petugas', () => {
  let test: TestApp;
  before(async () => {
    test = await startApp();
  });
  after(() => test.stop());

  it('gets in with the right password only, and out again', async () => {
    const { username } = await addUser(test, roles[0]?.name ?? '');
    const person = new Person(test.app);
    await person.get('/masuk');
    assert.equal((await person.post('/masuk', { username, password: 'salah' })).statusCode, 401);
    assert.equal((await person.post('/masuk', { username, password })).statusCode, 303);
    assert.equal((await person.get('/petugas')).statusCode, 200);
    const ended = person.cookies.get('sesi') ?? '';
    await person.post('/keluar', {});
    assert.equal((await person.get('/petugas')).headers.location, '/masuk');
    person.cookies.set('sesi', ended);
    assert.equal((await person.get('/petugas')).headers.location, '/masuk');
  });

  it('cannot be guessed: an account rests after five wrong passwords', async () => {
    const { username } = await addUser(test, roles[0]?.name ?? '');
    const person = new Person(test.app);
    await person.get('/masuk');
    for (let i = 0; i < 5; i += 1) {
      assert.equal((await person.post('/masuk', { username, password: 'salah' })).statusCode, 401);
    }
    assert.equal((await person.post('/masuk', { username, password })).statusCode, 401);
  });

  it('cannot be guessed at one instant either', async () => {
    const { username } = await addUser(test, roles[0]?.name ?? '');
    const person = new Person(test.app);
    await person.get('/masuk');
    const guesses = Array.from({ length: 12 }, () => ({ username, password: 'salah' }));
    await Promise.all(guesses.map((guess) => person.post('/masuk', guess)));
    assert.equal((await person.post('/masuk', { username, password })).statusCode, 401);
  });

  it('is not let in by a statement of SQL, and slowed down after many accounts', async () => {
    const limited = { ...test.context, config: { ...test.context.config, rateLimit: 60 } };
    const app = await buildApp(limited);
    const person = new Person(app);
    await person.get('/masuk');
    const statuses: number[] = [];
    for (let i = 0; i < 6; i += 1) {
      const username = `' or ${i} = ${i} -- `;
      statuses.push((await person.post('/masuk', { username, password: username })).statusCode);
    }
    await app.close();
    assert.equal(statuses[0], 401);
    assert.equal(statuses.at(-1), 429);
  });

  it('has a session that nobody planted before', async () => {
    const { username } = await addUser(test, roles[0]?.name ?? '');
    const person = new Person(test.app);
    person.cookies.set('sesi', 'ditanam-penyerang');
    await person.get('/masuk');
    await person.post('/masuk', { username, password });
    assert.notEqual(person.cookies.get('sesi'), 'ditanam-penyerang');
    assert.equal((await person.get('/petugas')).statusCode, 200);
    person.cookies.set('sesi', 'ditanam-penyerang');
    assert.equal((await person.get('/petugas')).headers.location, '/masuk');
  });

  it('must change a password that somebody else made', async () => {
    const admin = await logInAs(test, 'admin');
    await admin.get('/petugas/pengguna');
    const role = roles[0]?.name ?? '';
    const made = await admin.post('/petugas/pengguna', {
      username: 'baru.sekali',
      name: 'Baru',
      role,
    });
    const [, first = ''] = /<strong>([a-z0-9-]{19})<\/strong>/.exec(made.body) ?? [];
    const person = new Person(test.app);
    await person.get('/masuk');
    await person.post('/masuk', { username: 'baru.sekali', password: first });
    assert.equal((await person.get('/petugas')).headers.location, '/petugas/sandi');
    await person.get('/petugas/sandi');
    const short = await person.post('/petugas/sandi', { old: first, new: 'pendek' });
    assert.equal(short.statusCode, 422);
    await person.post('/petugas/sandi', { old: first, new: password });
    assert.equal((await person.get('/petugas')).statusCode, 200);
  });

  it('has a cookie that scripts and other sites do not get, and of which only a hash is kept', async () => {
    const { username } = await addUser(test, roles[0]?.name ?? '');
    const person = new Person(test.app);
    await person.get('/masuk');
    const sent = await person.post('/masuk', { username, password });
    const lines = [sent.headers['set-cookie']].flat();
    const line = lines.find((each) => each?.startsWith('sesi=')) ?? '';
    assert.match(line, /^sesi=[\w-]{43}; .*HttpOnly; SameSite=Lax$/);
    const token_hash = person.cookies.get('sesi') ?? '';
    const query = test.db.selectFrom('app_session').select('user_id');
    assert.deepEqual(await query.where('token_hash', '=', token_hash).execute(), []);
  });

  it('is out at once when the account is switched off', async () => {
    const { id } = await addUser(test, roles[0]?.name ?? '');
    const person = new Person(test.app);
    person.cookies.set('sesi', await newSession(test.db, id));
    assert.equal((await person.get('/petugas')).statusCode, 200);
    const admin = await logInAs(test, 'admin');
    await admin.get('/petugas/pengguna');
    const off = await admin.post(`/petugas/pengguna/${id}`, { act: 'matikan' });
    assert.equal(off.statusCode, 200);
    assert.equal((await person.get('/petugas')).headers.location, '/masuk');
  });

  it('cannot be made to do anything by another site', async () => {
    const stranger = await logInAs(test, 'admin');
    await stranger.get('/petugas/sandi');
    const admin = await logInAs(test, 'admin');
    await admin.get('/petugas/sandi');
    const paths = ['/keluar', '/petugas/sandi', '/petugas/pengguna', '/petugas/pengguna/1'];
    const records = entities.flatMap(({ name }) =>
      ['baru', '1/ubah', '1/pindah'].map((act) => `/petugas/data/${name}/${act}`),
    );
    for (const path of [...paths, ...records]) {
      for (const _csrf of ['', stranger.token]) {
        assert.equal((await admin.post(path, { _csrf })).statusCode, 403, path);
      }
    }
    assert.equal((await admin.get('/petugas')).statusCode, 200);
  });

  it('cannot have its password guessed by whoever sits at its computer', async () => {
    const limited = { ...test.context, config: { ...test.context.config, rateLimit: 60 } };
    const app = await buildApp(limited);
    const { id } = await addUser(test, roles[0]?.name ?? '');
    const person = new Person(app);
    person.cookies.set('sesi', await newSession(test.db, id));
    await person.get('/petugas/sandi');
    const statuses: number[] = [];
    for (let i = 0; i < 6; i += 1) {
      const guess = { old: `salah ${i}`, new: password };
      statuses.push((await person.post('/petugas/sandi', guess)).statusCode);
    }
    await app.close();
    assert.equal(statuses[0], 422);
    assert.equal(statuses.at(-1), 429);
  });

  it('does not look after accounts unless administrator', async () => {
    const person = await logInAs(test, roles[0]?.name ?? '');
    assert.equal((await person.get('/petugas/pengguna')).statusCode, 404);
    assert.equal((await person.get('/petugas/jejak')).statusCode, 404);
    // sent past the page
    await person.get('/petugas/sandi');
    const { id } = await addUser(test, 'admin');
    const account = { username: 'penyusup', name: 'Penyusup', role: 'admin' };
    assert.equal((await person.post('/petugas/pengguna', account)).statusCode, 404);
    const off = await person.post(`/petugas/pengguna/${id}`, { act: 'matikan' });
    assert.equal(off.statusCode, 404);
    const admins = test.db.selectFrom('app_user').where('role', '=', 'admin').select('username');
    assert.ok((await admins.execute()).every(({ username }) => username !== 'penyusup'));
    const admin = await logInAs(test, 'admin');
    assert.equal((await admin.get('/petugas/jejak')).statusCode, 200);
    for (const { name } of entities) {
      assert.equal((await admin.get(`/petugas/data/${name}`)).statusCode, 404);
    }
  });

  for (const entity of entities) {
    const base = `/petugas/data/${entity.name}`;

    it(`opens ${entity.name} with the right roles only`, async () => {
      const { id } = await addSample(test, entity);
      for (const { name } of roles) {
        const person = await logInAs(test, name);
        const status = async (path: string) => (await person.get(path)).statusCode;
        const may = (list: string[]) =>
          list.includes(name) && entity.view.includes(name) ? 200 : 404;
        assert.equal(await status(base), may(entity.view));
        assert.equal(await status(`${base}/${id}`), may(entity.view));
        assert.equal(await status(`${base}/baru`), may(entity.create));
        assert.equal(await status(`${base}/${id}/ubah`), may(entity.edit));
        assert.equal(await status(`${base}/ekspor.csv`), may(entity.export));
        assert.equal(await status(`${base}/ekspor.xlsx`), may(entity.export));
        // sent past the page
        const send = async (path: string) => (await person.post(path, {})).statusCode;
        await person.get('/petugas/sandi');
        assert.equal(await send(`${base}/baru`), may(entity.create) === 200 ? 422 : 404);
        assert.notEqual(await send(`${base}/${id}/ubah`), 303);
        assert.ok([404, 409].includes(await send(`${base}/${id}/pindah`)), name);
      }
      const reader = await logInAs(test, entity.view[0] ?? '');
      for (const other of ['0', '999999999', '-1', `${id}'`, '1e9', `${id}%20or%201=1`]) {
        assert.equal((await reader.get(`${base}/${other}`)).statusCode, 404, other);
      }
    });

    it(`shows what was typed into ${entity.name} as text, on every page`, async () => {
      const { id, ticket } = await addSample(test, entity);
      const evil = '<script>alert(1)</script>" onmouseover="alert(2)';
      const texts = entity.fields.filter(
        ({ type, encrypted }) => ['text', 'paragraph'].includes(type) && !encrypted,
      );
      const values = Object.fromEntries(texts.map(({ name }) => [name, evil]));
      if (texts.length > 0) {
        await test.db.updateTable(tableOf(entity)).set(values).where('id', '=', id).execute();
      }
      const person = await logInAs(test, entity.edit[0] ?? entity.view[0] ?? '');
      const search = `${base}?q=${encodeURIComponent(evil)}`;
      for (const path of [
        base,
        `${base}/${id}`,
        `${base}/${id}/ubah`,
        search,
        `/status/${ticket}`,
      ]) {
        const { body } = await person.get(path);
        assert.doesNotMatch(body, /<script|" onmouseover/, path);
      }
    });

    for (const role of entity.create.slice(0, 1)) {
      it(`takes anything that is typed into ${entity.name} without harm`, async () => {
        const person = await logInAs(test, role);
        await person.get(`${base}/baru`);
        const { texts, files } = await sampleForm(test, entity);
        // whatever takes any text at once, so that it is kept; the others one by one
        const isFree = ({ type }: Field) => ['text', 'paragraph'].includes(type);
        const free = entity.fields.filter(isFree).map(({ name }) => name);
        const others = entity.fields.filter((field) => !isFree(field)).map(({ name }) => [name]);
        for (const names of [free, ...others]) {
          for (const evil of attacks) {
            const typed = Object.fromEntries(names.map((name) => [name, evil]));
            const sent = await person.post(`${base}/baru`, { ...texts, ...typed }, files);
            assert.ok([303, 422].includes(sent.statusCode), `${names}: ${evil}`);
            assert.doesNotMatch(sent.body, /<script|" onmouseover/);
            if (sent.statusCode !== 303 || names !== free) continue;
            const { body } = await person.get(String(sent.headers.location));
            assert.doesNotMatch(body, /<script|" onmouseover/);
          }
        }
        assert.doesNotMatch((await person.get(base)).body, /<script|" onmouseover/);
      });
    }

    it(`finds nothing of ${entity.name} that was not asked for`, async () => {
      await addSample(test, entity);
      const person = await logInAs(test, entity.view[0] ?? '');
      const all = (await person.get(base)).body;
      for (const query of ["q=' or '1'='1", 'q=%25', 'q=_____', 'q=\\', 'halaman=99999']) {
        const { statusCode, body } = await person.get(`${base}?${encodeURI(query)}`);
        assert.equal(statusCode, 200, query);
        assert.doesNotMatch(body, new RegExp(`/petugas/data/${entity.name}/\\d`), query);
      }
      const total = /<p class="small">\d+ data/.exec(all)?.[0] ?? 'none';
      for (const query of ['halaman=99999', "keadaan=' or 1=1 --", 'halaman=-1']) {
        assert.ok((await person.get(`${base}?${encodeURI(query)}`)).body.includes(total), query);
      }
    });

    it(`hands out files of ${entity.name} to be saved, to those who may read them`, async () => {
      const { id } = await addSample(test, entity);
      for (const { name, personal } of roles) {
        const person = await logInAs(test, name);
        const maySee = entity.view.includes(name);
        for (const field of entity.fields) {
          const file = await person.get(`${base}/${id}/berkas/${field.name}`);
          const isOpen = maySee && field.type === 'file' && (personal || !field.personal);
          assert.equal(file.statusCode, isOpen ? 200 : 404, `${field.name}, ${name}`);
          if (!isOpen) continue;
          assert.match(String(file.headers['content-disposition']), /^attachment;/);
          assert.deepEqual(file.rawPayload, sampleFile(field).content);
        }
      }
    });

    it(`masks personal data of ${entity.name} where it need not be read`, async () => {
      const { id } = await addSample(test, entity);
      const nik = entity.fields.some(({ type, personal }) => type === 'nik' && personal);
      for (const { name, personal } of roles.filter(({ name }) => entity.view.includes(name))) {
        const page = await (await logInAs(test, name)).get(`${base}/${id}`);
        if (nik) assert.equal(page.body.includes('3171234108900001'), personal === true, name);
      }
    });

    it(`keeps what is encrypted in ${entity.name} unreadable in the database`, async () => {
      const { id } = await addSample(test, entity);
      const query = test.db.selectFrom(tableOf(entity)).selectAll().where('id', '=', id);
      const row = (await query.executeTakeFirstOrThrow()) as Record<string, unknown>;
      for (const { name } of entity.fields.filter(({ encrypted }) => encrypted)) {
        assert.match(String(row[name]), /^v1\./);
      }
    });

    for (const role of entity.create.slice(0, 1)) {
      it(`adds ${entity.name}, finds it, corrects it, and not over somebody else`, async () => {
        const person = await logInAs(test, role);
        await person.get(`${base}/baru`);
        const { texts, files } = await sampleForm(test, entity);
        const added = await person.post(`${base}/baru`, texts, files);
        assert.equal(added.statusCode, 303, added.body);
        const path = String(added.headers.location);
        const [, ticket = ''] = /<h1>([^<]+)<\/h1>/.exec((await person.get(path)).body) ?? [];
        assert.match((await person.get(`${base}?q=${ticket}`)).body, new RegExp(ticket));
        assert.match((await person.get(`${base}?q=%25`)).body, /<p class="small">0 data/);
        if (!entity.edit.includes(role)) return;
        const edit = await person.get(`${path}/ubah`);
        const version = /name="version" value="(\d+)"/.exec(edit.body)?.[1] ?? '';
        const field = entity.fields.find(({ type }) => type === 'text');
        const changed = field ? { ...texts, [field.name]: 'Contoh lain' } : texts;
        const saved = await person.post(`${path}/ubah`, { ...changed, version });
        assert.equal(saved.statusCode, 303, saved.body);
        if (field === undefined) return;
        const late = await person.post(`${path}/ubah`, { ...texts, version });
        assert.equal(late.statusCode, 409);
      });
    }

    const move = entity.moves[0];
    if (move !== undefined) {
      it(`moves ${entity.name} with the right role, once, and on record`, async () => {
        const { id } = await addSample(test, entity);
        const from = move.from[0] ?? '';
        await test.db
          .updateTable(tableOf(entity))
          .set({ state: from })
          .where('id', '=', id)
          .execute();
        const step = { langkah: '0', dari: from, note: 'Catatan <uji>' };
        const stranger = roles.find(({ name }) => !move.by.includes(name));
        if (stranger !== undefined) {
          const person = await logInAs(test, stranger.name);
          await person.get('/petugas/sandi');
          assert.equal((await person.post(`${base}/${id}/pindah`, step)).statusCode, 404);
        }
        const person = await logInAs(test, move.by[0] ?? '');
        await person.get(`${base}/${id}`);
        if (move.note) {
          const silent = await person.post(`${base}/${id}/pindah`, { ...step, note: ' ' });
          assert.equal(silent.statusCode, 422);
        }
        assert.equal((await person.post(`${base}/${id}/pindah`, step)).statusCode, 303);
        assert.equal((await person.post(`${base}/${id}/pindah`, step)).statusCode, 409);
        const page = await person.get(`${base}/${id}`);
        assert.match(page.body, /Catatan &#60;uji&#62;/);
        assert.match(page.body, /dipindahkan/);
      });
    }

    for (const letter of entity.letters) {
      it(`prints ${letter.name} in its states only, always with the same number`, async () => {
        const { id } = await addSample(test, entity);
        const person = await logInAs(test, letter.by[0] ?? '');
        const print = async (state: string) => {
          await test.db.updateTable(tableOf(entity)).set({ state }).where('id', '=', id).execute();
          return person.get(`${base}/${id}/surat/${letter.name}.pdf`);
        };
        for (const { name } of entity.states) {
          const page = await print(name);
          assert.equal(page.statusCode, letter.states.includes(name) ? 200 : 404, name);
          if (page.statusCode === 200) assert.match(page.rawPayload.toString('latin1'), /^%PDF-/);
        }
        const numbers = await test.db.selectFrom('app_letter').select('record_id').execute();
        assert.equal(numbers.filter(({ record_id }) => record_id === id).length, 1);
      });
    }

    for (const role of entity.export.slice(0, 1)) {
      it(`exports ${entity.name} as CSV and XLSX, without formulas`, async () => {
        const { ticket } = await addSample(test, entity);
        const person = await logInAs(test, role);
        const csv = await person.get(`${base}/ekspor.csv`);
        assert.match(csv.body, new RegExp(`"${ticket}"`));
        assert.doesNotMatch(csv.body, /(^|,)"[=@]/m);
        const { rawPayload } = await person.get(`${base}/ekspor.xlsx`);
        assert.equal(rawPayload.subarray(0, 2).toString(), 'PK');
      });
    }
  }

  it('leaves a trail that nobody can change', async () => {
    await assert.rejects(test.db.updateTable('app_audit').set({ actor: 'x' }).execute(), /jejak/);
    await assert.rejects(test.db.deleteFrom('app_audit').execute(), /jejak/);
  });
});
