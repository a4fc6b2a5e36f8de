/** What citizens do, and what they must not be able to do. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { tableOf } from '../src/database.js';
import { service } from '../src/request.js';
import { Person, pdf, sampleForm, startApp, type TestApp } from './support.js';

describe('warga', () => {
  let test: TestApp;
  before(async () => {
    test = await startApp();
  });
  after(() => test.stop());

  it('finds the first page, with protection and without a script', async () => {
    const page = await test.app.inject('/');
    assert.equal(page.statusCode, 200);
    assert.match(page.body, new RegExp(service.agency));
    assert.match(String(page.headers['content-security-policy']), /default-src 'none'/);
    assert.equal(page.headers['x-content-type-options'], 'nosniff');
    assert.doesNotMatch(page.body, /<script/);
  });

  it('reads health, readiness and the description of the interface', async () => {
    for (const path of ['/health', '/ready', '/openapi.json', '/data-pribadi', '/gaya.css']) {
      assert.equal((await test.app.inject(path)).statusCode, 200, path);
    }
    assert.ok((await test.app.inject('/openapi.json')).json().paths['/api/v1/status/{ticket}']);
  });

  it('is told of a page that is not there, in words', async () => {
    const page = await test.app.inject('/tidak-ada');
    assert.equal(page.statusCode, 404);
    assert.match(page.body, /tidak ditemukan/);
  });

  it('does not get into the back office', async () => {
    for (const { name } of service.entities) {
      const page = await test.app.inject(`/petugas/data/${name}`);
      assert.equal(page.headers.location, '/masuk');
      const post = await test.app.inject({ method: 'POST', url: `/petugas/data/${name}/baru` });
      assert.equal(post.headers.location, '/masuk');
    }
  });

  it('cannot send in what is not offered', async () => {
    for (const { name } of service.entities.filter(({ isPublic }) => !isPublic)) {
      assert.equal((await test.app.inject(`/ajukan/${name}`)).statusCode, 404);
    }
    assert.equal((await test.app.inject('/ajukan/app_user')).statusCode, 404);
  });

  for (const entity of service.entities.filter(({ isPublic }) => isPublic)) {
    const url = `/ajukan/${entity.name}`;

    it(`sends in ${entity.name} and follows it`, async () => {
      const citizen = new Person(test.app);
      assert.equal((await citizen.get(url)).statusCode, 200);
      const { texts, files } = await sampleForm(test, entity);
      const sent = await citizen.post(url, texts, files);
      assert.equal(sent.statusCode, 303, sent.body);
      const [, ticket = ''] = /^\/status\/([^?]+)/.exec(String(sent.headers.location)) ?? [];
      const page = await citizen.get(String(sent.headers.location));
      assert.match(page.body, new RegExp(ticket));
      assert.match(page.body, new RegExp(entity.states[0]?.title ?? ''));
      const found = await citizen.get(`/status?nomor=${ticket.toLowerCase()}`);
      assert.equal(found.headers.location, `/status/${ticket}`);
      const { stateTitle } = (await citizen.get(`/api/v1/status/${ticket}`)).json();
      assert.equal(stateTitle, entity.states[0]?.title);
    });

    it(`never sees personal data on the status page of ${entity.name}`, async () => {
      const citizen = new Person(test.app);
      await citizen.get(url);
      const { texts, files } = await sampleForm(test, entity);
      const marked = entity.fields.filter(({ personal, type }) => personal && type === 'text');
      for (const { name } of marked) texts[name] = 'RAHASIAPRIBADI';
      const sent = await citizen.post(url, texts, files);
      const page = await citizen.get(String(sent.headers.location));
      assert.equal(page.statusCode, 200);
      assert.doesNotMatch(page.body, /RAHASIAPRIBADI|3171234108900001|81234567890/);
    });

    it(`is told what is wrong with an empty ${entity.name}, and keeps what was typed`, async () => {
      const citizen = new Person(test.app);
      await citizen.get(url);
      const first = entity.fields.find(({ type }) => type === 'text' || type === 'paragraph');
      const typed: Record<string, string> = first ? { [first.name]: '<b>"ketikan"</b>' } : {};
      const page = await citizen.post(url, typed);
      assert.equal(page.statusCode, 422);
      assert.match(page.body, /perlu diperbaiki/);
      assert.match(page.body, /<title>Perlu diperbaiki: /);
      assert.doesNotMatch(page.body, /<b>"ketikan"/);
      if (first !== undefined) assert.match(page.body, /ketikan/);
    });

    it(`cannot send ${entity.name} without the form's token`, async () => {
      const citizen = new Person(test.app);
      await citizen.get(url);
      const { texts, files } = await sampleForm(test, entity);
      const count = async () =>
        (await test.db.selectFrom(tableOf(entity)).select('id').execute()).length;
      const before = await count();
      const sent = await citizen.post(url, { ...texts, _csrf: 'lain' }, files);
      assert.equal(sent.statusCode, 403);
      // another visitor's token is worth nothing here
      const stranger = new Person(test.app);
      await stranger.get(url);
      const lent = await citizen.post(url, { ...texts, _csrf: stranger.token }, files);
      assert.equal(lent.statusCode, 403);
      assert.equal(await count(), before);
    });

    for (const field of entity.fields.filter(({ type }) => type === 'file')) {
      it(`is asked for ${field.name} when the browser sends an empty part`, async () => {
        const citizen = new Person(test.app);
        await citizen.get(url);
        const { texts, files } = await sampleForm(test, entity);
        const sent = await citizen.post(url, texts, { ...files, [field.name]: new File([], '') });
        assert.equal(sent.statusCode, field.required ? 422 : 303, sent.body);
      });

      it(`cannot hand in a program as ${field.name}`, async () => {
        const citizen = new Person(test.app);
        await citizen.get(url);
        const { texts, files } = await sampleForm(test, entity);
        const name = `surat.${field.accept?.[0]}`;
        for (const bad of [
          new File(['<?php system($_GET["c"]);'], name),
          new File(['<html><script>alert(1)</script>'], name),
          new File([new Uint8Array(pdf)], 'surat.php'),
          new File([new Uint8Array(pdf)], `${name}.html`),
        ]) {
          const sent = await citizen.post(url, texts, { ...files, [field.name]: bad });
          assert.equal(sent.statusCode, 422);
          assert.match(sent.body, new RegExp(`id="${field.name}-salah"`));
        }
      });
    }

    it(`can write anything into ${entity.name} without harm`, async () => {
      const citizen = new Person(test.app);
      await citizen.get(url);
      const { texts, files } = await sampleForm(test, entity);
      for (const evil of [
        `'; drop table ${entity.name}; --`,
        '{{7*7}}<%= 7*7 %>',
        '%00\\x00\u0000',
        '../../etc',
        '" or 1=1 -- ',
        '<script>alert(1)</script>',
        '" onmouseover="alert(1)',
        'a'.repeat(19_000),
        '\u{1F3DB}\uFE0F',
      ]) {
        for (const { name } of entity.fields) {
          const sent = await citizen.post(url, { ...texts, [name]: evil }, files);
          assert.ok([303, 422].includes(sent.statusCode), `${name}: ${sent.statusCode}`);
          assert.doesNotMatch(sent.body, /<script|" onmouseover/);
        }
      }
      for (const evil of ["' or 1=1 -- ", '<script>alert(1)</script>', '../../x']) {
        const page = await citizen.get(`/status?nomor=${encodeURIComponent(evil)}`);
        assert.equal(page.statusCode, 404);
        assert.doesNotMatch(page.body, /<script/);
      }
      assert.equal((await test.app.inject('/ready')).statusCode, 200);
    });
  }
});
