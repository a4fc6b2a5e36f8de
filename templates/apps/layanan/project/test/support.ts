/** For the tests: the app on a PostgreSQL schema of its own, people, and values that are right. */
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { sql } from 'kysely';
import { buildApp } from '../src/app.js';
import type { Actor } from '../src/audit.js';
import type { Context } from '../src/context.js';
import { connect, type Db, type Value } from '../src/database.js';
import type { Entity, Field } from '../src/definition.js';
import { saveFile } from '../src/files.js';
import { migrate } from '../src/migrate.js';
import { hashPassword } from '../src/password.js';
import { addRecord } from '../src/records.js';
import { service } from '../src/request.js';
import { newSession } from '../src/sessions.js';

export const officer: Actor = { id: null, name: 'uji', role: '', address: null };

export const password = 'empat kata yang panjang';

export interface TestApp {
  app: FastifyInstance;
  context: Context;
  db: Db;
  stop(): Promise<void>;
}

/** Starts the app; the database is that of DATABASE_URL, a schema in it is made and dropped. */
export async function startApp(): Promise<TestApp> {
  const url = process.env.DATABASE_URL;
  if (!url) throw new Error('DATABASE_URL: alamat sebuah PostgreSQL untuk uji');
  const schema = `test_${randomBytes(6).toString('hex')}`;
  // nothing here needs to survive a power cut, and waiting for the disk is most of a test's time
  const options = `-c search_path=${schema} -c synchronous_commit=off`;
  const db = connect(url, { options, max: 4 });
  await sql`create schema ${sql.id(schema)}`.execute(db);
  await migrate(db, schema);
  const uploads = await mkdtemp(join(tmpdir(), 'uploads-'));
  const config = {
    port: 0,
    databaseUrl: url,
    dataKey: randomBytes(32),
    cookieKey: randomBytes(32).toString('hex'),
    uploads,
    rateLimit: 10_000,
    logLevel: 'silent',
  };
  const context = { config, db, service };
  const app = await buildApp(context);
  const stop = async () => {
    await app.close();
    await sql`drop schema ${sql.id(schema)} cascade`.execute(db);
    await db.destroy();
    await rm(uploads, { recursive: true, force: true });
  };
  return { app, context, db, stop };
}

/** Somebody at a browser: keeps cookies, reads the token of the last page, sends forms. */
export class Person {
  readonly cookies = new Map<string, string>();
  token = '';

  constructor(readonly app: FastifyInstance) {}

  async get(url: string) {
    return this.#ask('GET', url);
  }

  /** Sends a form with the last page's token. */
  async post(url: string, values: Record<string, string>, files: Record<string, File> = {}) {
    const form = new FormData();
    for (const [name, value] of Object.entries({ _csrf: this.token, ...values })) {
      form.set(name, value);
    }
    for (const [name, file] of Object.entries(files)) form.set(name, file);
    const encoded = new Response(form);
    const payload = Buffer.from(await encoded.arrayBuffer());
    return this.#ask('POST', url, payload, encoded.headers.get('content-type') ?? '');
  }

  async #ask(method: 'GET' | 'POST', url: string, payload?: Buffer, type?: string) {
    const headers: Record<string, string> = {
      cookie: [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; '),
    };
    if (type !== undefined) headers['content-type'] = type;
    const response = await this.app.inject({ method, url, payload, headers });
    for (const { name, value } of response.cookies)
      this.cookies.set(name, encodeURIComponent(value));
    this.token = /name="_csrf" value="([^"]+)"/.exec(response.body)?.[1] ?? this.token;
    return response;
  }
}

/** Hashing takes long on purpose; once for all accounts is enough here. */
const passwordHash = hashPassword(password);

/** Makes an account with a role. @returns its user name */
export async function addUser({ db }: TestApp, role: string) {
  const username = `uji.${randomBytes(4).toString('hex')}`;
  const user = { username, name: `Uji ${role}`, role, password: await passwordHash };
  return db
    .insertInto('app_user')
    .values({ ...user, locked_until: null })
    .returning(['id', 'username'])
    .executeTakeFirstOrThrow();
}

/** Somebody with this role who has logged in. */
export async function logInAs(test: TestApp, role: string): Promise<Person> {
  const { id } = await addUser(test, role);
  const person = new Person(test.app);
  person.cookies.set('sesi', await newSession(test.db, id));
  return person;
}

/** A small PDF; by another name it is still one. */
export const pdf = Buffer.from('%PDF-1.4\n%uji\n%%EOF\n');
const png = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex');
const jpg = Buffer.from('ffd8ffe000104a464946', 'hex');
const zip = Buffer.from('504b030414000600', 'hex');

/** A file that a field accepts. */
export function sampleFile({ accept = [] }: Field): { name: string; content: Buffer } {
  const kind = accept[0] ?? 'pdf';
  const content = { pdf, png, jpg }[kind] ?? zip;
  return { name: `contoh.${kind}`, content };
}

/** What somebody could type into a field; references need an id. */
export function sampleText(field: Field, reference = 0): string {
  const samples: Record<Field['type'], string> = {
    text: 'Contoh',
    paragraph: 'Contoh\ndua baris',
    number: String(Math.max(field.min ?? 0, Math.min(2, field.max ?? 2))),
    money: String(field.min ?? '1.500.000'),
    date: '2026-08-17',
    choice: field.choices?.[0]?.value ?? '',
    yesno: 'ya',
    file: '',
    reference: String(reference),
    nik: '3171234108900001',
    nip: '197003151998032004',
    phone: '0812 3456 7890',
    email: 'warga@contoh.go.id',
  };
  const text = samples[field.type];
  return ['text', 'paragraph'].includes(field.type) ? text.padEnd(field.min ?? 0, 'o') : text;
}

/** All a form of this entity needs, with records it refers to. */
export async function sampleForm(test: TestApp, entity: Entity) {
  const texts: Record<string, string> = {};
  const files: Record<string, File> = {};
  for (const field of entity.fields) {
    if (field.type === 'file') {
      const { name, content } = sampleFile(field);
      files[field.name] = new File([new Uint8Array(content)], name);
    } else texts[field.name] = sampleText(field, await referenced(test, field));
  }
  return { texts, files };
}

async function referenced(test: TestApp, { to }: Field): Promise<number> {
  const target = service.entities.find(({ name }) => name === to);
  return target === undefined ? 0 : (await addSample(test, target)).id;
}

/** Puts a record into the database, without any form. */
export async function addSample(test: TestApp, entity: Entity) {
  const { context, db } = test;
  const values: Record<string, Value> = {};
  for (const field of entity.fields) {
    if (field.type === 'file') {
      const file = sampleFile(field);
      values[field.name] = await saveFile(db, context.config.uploads, file, file.name.slice(-3));
    } else values[field.name] = sampleValue(field, await referenced(test, field));
  }
  return addRecord(db, entity, values, officer, context.config.dataKey);
}

function sampleValue(field: Field, reference: number): Value {
  if (field.type === 'reference') return reference;
  if (field.type === 'yesno') return true;
  if (field.type === 'number' || field.type === 'money') return field.min ?? 2;
  return sampleText(field);
}
