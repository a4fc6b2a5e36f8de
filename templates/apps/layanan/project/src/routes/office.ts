/** The back office: summary, lists, records and their way through the states. */
import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { lettersFor, may, movesFor, type Right, seesPersonal, visibleEntities } from '../access.js';
import { audit } from '../audit.js';
import type { Context } from '../context.js';
import type { Row, User } from '../database.js';
import type { Entity } from '../definition.js';
import { Conflict, NotFound } from '../errors.js';
import { csv, xlsx } from '../exports.js';
import { inputValue } from '../field-values.js';
import { formatBytes, readStored, removeFile } from '../files.js';
import { checkForm, formTitle, readForm, saveFiles } from '../form.js';
import { page } from '../pages/layout.js';
import { columnsOf, detailPage, editPage, listPage, summaryPage } from '../pages/office.js';
import {
  addRecord,
  changeRecord,
  countStates,
  findRecord,
  listRecords,
  moveRecord,
  opened,
} from '../records.js';
import { choicesOf, labelsOf, relatedTo } from '../references.js';
import { actorOf } from '../sessions.js';
import { sendLetter } from './public.js';

type Params = { entity: string; id: string };

export function officeRoutes(app: FastifyInstance, context: Context): void {
  const { db, service, config } = context;
  const key = config.dataKey;

  app.get('/', async (request, reply) => {
    const user = userOf(request);
    const entities = visibleEntities(user, service);
    const counts = new Map(
      await Promise.all(
        entities.map(async (each) => [each.name, await countStates(db, each)] as const),
      ),
    );
    return reply.html(
      page(frameOf(context, request, reply, 'Ringkasan'), summaryPage(service, user, counts)),
    );
  });

  app.get<{ Params: Params; Querystring: Record<string, string | undefined> }>(
    '/data/:entity',
    async (request, reply) => {
      const user = userOf(request);
      const entity = entityOf(context, request, 'view');
      const { q = '', keadaan = '', halaman = '1' } = request.query;
      const page_ = Math.min(Math.max(1, Number.parseInt(halaman, 10) || 1), 100_000);
      const state = entity.states.some(({ name }) => name === keadaan) ? keadaan : '';
      const personal = seesPersonal(user, service);
      const search = { text: String(q).slice(0, 100), state, page: page_, personal };
      const { rows, total } = await listRecords(db, entity, search);
      const labels = await labelsOf(db, service, columnsOf(entity), rows);
      const content = listPage({ service, user, entity, search, rows, labels, total });
      return reply.html(page(frameOf(context, request, reply, entity.title), content));
    },
  );

  app.get<{ Params: Params; Querystring: Record<string, string> }>(
    '/data/:entity/baru',
    async (request, reply) => {
      const entity = entityOf(context, request, 'create');
      return sendForm(context, request, reply, entity, { texts: request.query, errors: {} });
    },
  );

  app.post<{ Params: Params }>('/data/:entity/baru', async (request, reply) => {
    const entity = entityOf(context, request, 'create');
    const form = readForm(request);
    const checked = await checkForm(db, service, entity, form, true);
    if (Object.keys(checked.errors).length > 0) {
      const state = { texts: form.texts, errors: checked.errors };
      return sendForm(context, request, reply.code(422), entity, state);
    }
    await saveFiles(db, config.uploads, checked);
    const actor = actorOf(request.user, request);
    const { id } = await addRecord(db, entity, checked.values, actor, key);
    return reply.redirect(`/petugas/data/${entity.name}/${id}`, 303);
  });

  app.get<{ Params: Params }>('/data/:entity/:id', async (request, reply) => {
    const entity = entityOf(context, request, 'view');
    const row = await rowOf(context, entity, request);
    await noteView(context, request, entity, row);
    return sendDetail(context, request, reply, entity, row);
  });

  app.get<{ Params: Params }>('/data/:entity/:id/ubah', async (request, reply) => {
    const entity = entityOf(context, request, 'edit');
    const row = await rowOf(context, entity, request);
    const values = opened(entity, row, key);
    const texts = Object.fromEntries(
      entity.fields.map((field) => [field.name, inputValue(field, values[field.name] ?? null)]),
    );
    return sendForm(context, request, reply, entity, { texts, errors: {} }, row);
  });

  app.post<{ Params: Params }>('/data/:entity/:id/ubah', async (request, reply) => {
    const entity = entityOf(context, request, 'edit');
    const row = await rowOf(context, entity, request);
    if (row.anonymised_at !== null) throw new NotFound();
    const form = readForm(request);
    const checked = await checkForm(db, service, entity, form, false);
    if (Object.keys(checked.errors).length > 0) {
      const state = { texts: form.texts, errors: checked.errors };
      return sendForm(context, request, reply.code(422), entity, state, row);
    }
    await saveFiles(db, config.uploads, checked);
    const actor = actorOf(request.user, request);
    const version = Number(form.texts.version);
    const isDone = await changeRecord(db, entity, row, checked.values, version, actor, key);
    const replaced = checked.files.map(({ field }) => (isDone ? row : checked.values)[field.name]);
    for (const id of replaced) if (typeof id === 'number') await removeFile(db, config.uploads, id);
    if (!isDone) throw new Conflict();
    return reply.redirect(`/petugas/data/${entity.name}/${row.id}`, 303);
  });

  app.post<{ Params: Params }>('/data/:entity/:id/pindah', async (request, reply) => {
    const entity = entityOf(context, request, 'view');
    const row = await rowOf(context, entity, request);
    const { langkah, dari, note = '' } = readForm(request).texts;
    // the state the person saw: a record that moved meanwhile is not moved once more
    if (dari !== row.state) throw new Conflict();
    const move = entity.moves[Number(langkah)];
    if (move === undefined || !movesFor(userOf(request), entity, row.state).includes(move)) {
      throw new NotFound();
    }
    const words = note.trim().slice(0, 1000);
    if (move.note && words === '') {
      const error = `Tulis catatan untuk “${move.title}”.`;
      return sendDetail(context, request, reply.code(422), entity, row, error);
    }
    const actor = actorOf(request.user, request);
    if (!(await moveRecord(db, entity, row, move, words, actor))) throw new Conflict();
    return reply.redirect(`/petugas/data/${entity.name}/${row.id}`, 303);
  });

  app.get<{ Params: Params & { field: string } }>(
    '/data/:entity/:id/berkas/:field',
    async (request, reply) => {
      const entity = entityOf(context, request, 'view');
      const row = await rowOf(context, entity, request);
      const field = entity.fields.find(
        ({ name, type }) => name === request.params.field && type === 'file',
      );
      const isHidden = field?.personal && !seesPersonal(userOf(request), service);
      if (field === undefined || isHidden) throw new NotFound();
      const file = await readStored(db, config.uploads, Number(row[field.name] ?? 0));
      if (file === undefined) throw new NotFound();
      const act = { action: 'berkas dibuka', entity: entity.name, recordId: row.id };
      await audit(db, actorOf(request.user, request), { ...act, detail: field.label });
      return reply
        .type(file.mime ?? 'application/octet-stream')
        .header(
          'content-disposition',
          `attachment; filename*=UTF-8''${encodeURIComponent(file.name)}`,
        )
        .send(file.content);
    },
  );

  app.get<{ Params: Params & { letter: string } }>(
    '/data/:entity/:id/surat/:letter.pdf',
    async (request, reply) => {
      const entity = entityOf(context, request, 'view');
      const row = await rowOf(context, entity, request);
      const letters = lettersFor(userOf(request), entity, row.state);
      const letter = letters.find(({ name }) => name === request.params.letter);
      if (letter === undefined) throw new NotFound();
      const act = { action: 'surat dicetak', entity: entity.name, recordId: row.id };
      await audit(db, actorOf(request.user, request), { ...act, detail: letter.title });
      return sendLetter(reply, context, entity, row, letter);
    },
  );

  app.get<{ Params: Params & { kind: string } }>(
    '/data/:entity/ekspor.:kind(^csv|xlsx$)',
    async (request, reply) => {
      const entity = entityOf(context, request, 'export');
      const { kind } = request.params;
      const personal = seesPersonal(userOf(request), service);
      const options = { db, service, entity, key, personal };
      const act = { action: 'diekspor', entity: entity.name, detail: kind.toUpperCase() };
      await audit(db, actorOf(request.user, request), act);
      reply.header('content-disposition', `attachment; filename="${entity.name}.${kind}"`);
      return kind === 'csv'
        ? reply.type('text/csv; charset=utf-8').send(Readable.from(csv(options)))
        : reply
            .type('application/vnd.openxmlformats-officedocument.spreadsheetml.sheet')
            .send(await xlsx(options));
    },
  );
}

/** The account; the plugin around these routes lets nobody in without one. */
export function userOf(request: FastifyRequest): User {
  if (request.user === undefined) throw new NotFound();
  return request.user;
}

export function frameOf(
  { service }: Context,
  request: FastifyRequest,
  reply: FastifyReply,
  title: string,
) {
  const path = request.url.split('?')[0] ?? '';
  return { service, title, path, user: request.user, token: reply.generateCsrf() };
}

/** @throws NotFound when there is none, or the account has not this right: it need not know which */
function entityOf({ service }: Context, request: FastifyRequest, right: Right): Entity {
  const { entity: name } = request.params as Params;
  const entity = service.entities.find((each) => each.name === name);
  const user = userOf(request);
  // who may not see records may not change them by their address either
  if (entity === undefined || !may(user, right, entity) || !may(user, 'view', entity)) {
    throw new NotFound();
  }
  return entity;
}

async function rowOf({ db }: Context, entity: Entity, request: FastifyRequest): Promise<Row> {
  const { id } = request.params as Params;
  const row = /^[1-9]\d{0,8}$/.test(id) ? await findRecord(db, entity, Number(id)) : undefined;
  if (row === undefined) throw new NotFound();
  return row;
}

/** Who read somebody's personal data is on record. */
async function noteView(
  { db, service }: Context,
  request: FastifyRequest,
  entity: Entity,
  row: Row,
) {
  const isPersonal = entity.fields.some(({ personal }) => personal);
  if (!isPersonal || !seesPersonal(userOf(request), service)) return;
  const act = { action: 'dilihat', entity: entity.name, recordId: row.id };
  await audit(db, actorOf(request.user, request), act);
}

async function sendDetail(
  context: Context,
  request: FastifyRequest,
  reply: FastifyReply,
  entity: Entity,
  row: Row,
  error?: string,
) {
  const { db, service, config } = context;
  const frame = frameOf(context, request, reply, row.ticket);
  const content = detailPage({
    service,
    user: userOf(request),
    entity,
    row,
    values: opened(entity, row, config.dataKey),
    labels: await labelsOf(db, service, entity.fields, [row]),
    files: await filesOf(context, entity, row),
    history: await historyOf(context, entity, row),
    related: await relatedTo(db, service, entity, row.id),
    token: frame.token,
    error,
  });
  return reply.html(page(frame, content));
}

async function filesOf({ db }: Context, entity: Entity, row: Row) {
  const fields = entity.fields.filter(({ type }) => type === 'file');
  const ids = fields.map(({ name }) => Number(row[name] ?? 0));
  if (ids.length === 0) return new Map();
  const files = await db.selectFrom('app_file').selectAll().where('id', 'in', ids).execute();
  return new Map(files.map(({ id, name, bytes }) => [id, { name, size: formatBytes(bytes) }]));
}

async function historyOf({ db }: Context, entity: Entity, row: Row) {
  return db
    .selectFrom('app_audit')
    .select(['at', 'actor', 'action', 'detail', 'note'])
    .where('entity', '=', entity.name)
    .where('record_id', '=', row.id)
    .where('action', '<>', 'dilihat')
    .orderBy('id', 'desc')
    .limit(100)
    .execute();
}

async function sendForm(
  context: Context,
  request: FastifyRequest,
  reply: FastifyReply,
  entity: Entity,
  state: { texts: Record<string, string>; errors: Record<string, string> },
  row?: Row,
) {
  const choices = await choicesOf(context.db, context.service, entity);
  const kept = entity.fields.map(({ name }) => name).filter((name) => row && row[name] !== null);
  const title = formTitle(row?.ticket ?? entity.title, state.errors);
  const frame = frameOf(context, request, reply, title);
  const content = editPage({ entity, choices, kept, ...state }, frame.token, row);
  return reply.html(page(frame, content));
}
