/** What citizens can do without an account: send something in, and follow it. */
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { Context } from '../context.js';
import type { Row } from '../database.js';
import type { Entity } from '../definition.js';
import { NotFound } from '../errors.js';
import { checkForm, formTitle, readForm, saveFiles } from '../form.js';
import { letterPdf, registerLetter } from '../letters.js';
import { page } from '../pages/layout.js';
import { askTicketPage, homePage, privacyPage, statusPage, submitPage } from '../pages/public.js';
import { addRecord, findByTicket, normaliseTicket, opened } from '../records.js';
import { choicesOf, labelsOf } from '../references.js';
import { actorOf } from '../sessions.js';

export function publicRoutes(app: FastifyInstance, context: Context): void {
  const { db, service, config } = context;

  app.get('/', async (_, reply) => {
    const frame = { service, title: 'Beranda', path: '/' };
    return reply.html(page(frame, homePage(service)));
  });

  app.get('/data-pribadi', async (_, reply) => {
    const frame = { service, title: 'Perlindungan data pribadi', path: '/data-pribadi' };
    return reply.html(page(frame, privacyPage(service)));
  });

  app.get<{ Params: { entity: string } }>('/ajukan/:entity', async (request, reply) => {
    const entity = offered(context, request.params.entity);
    return sendForm(reply, context, entity, {}, {});
  });

  app.post<{ Params: { entity: string } }>(
    '/ajukan/:entity',
    { config: { rateLimit: { max: Math.ceil(config.rateLimit / 10) } } },
    async (request, reply) => {
      const entity = offered(context, request.params.entity);
      const form = readForm(request);
      const checked = await checkForm(db, service, entity, form, true);
      if (Object.keys(checked.errors).length > 0) {
        return sendForm(reply.code(422), context, entity, form.texts, checked.errors);
      }
      await saveFiles(db, config.uploads, checked);
      const actor = actorOf(undefined, request);
      const { ticket } = await addRecord(db, entity, checked.values, actor, config.dataKey);
      return reply.redirect(`/status/${ticket}?baru=1`, 303);
    },
  );

  app.get<{ Querystring: { nomor?: string } }>('/status', async (request, reply) => {
    const asked = String(request.query.nomor ?? '').slice(0, 60);
    const ticket = normaliseTicket(asked);
    if (asked !== '' && (await findPublic(context, ticket)) !== undefined) {
      return reply.redirect(`/status/${ticket}`, 303);
    }
    const frame = { service, title: 'Cek status', path: '/status' };
    return reply.code(asked === '' ? 200 : 404).html(page(frame, askTicketPage(asked)));
  });

  app.get<{ Params: { ticket: string }; Querystring: { baru?: string } }>(
    '/status/:ticket',
    async (request, reply) => {
      const found = await findPublic(context, normaliseTicket(request.params.ticket));
      if (found === undefined)
        return reply.redirect(`/status?nomor=${encodeURIComponent(request.params.ticket)}`, 303);
      const { entity, row } = found;
      const labels = await labelsOf(db, service, entity.fields, [row]);
      const values = opened(entity, row, config.dataKey);
      const history = await historyOf(context, entity, row);
      const letters = publicLetters(entity, row);
      const isNew = request.query.baru !== undefined;
      const content = statusPage({ entity, row, values, labels, history, letters, isNew });
      const frame = { service, title: `Status ${row.ticket}`, path: '/status' };
      return reply.html(page(frame, content));
    },
  );

  app.get<{ Params: { ticket: string; letter: string } }>(
    '/status/:ticket/surat/:letter.pdf',
    async (request, reply) => {
      const found = await findPublic(context, normaliseTicket(request.params.ticket));
      const letter =
        found &&
        publicLetters(found.entity, found.row).find(({ name }) => name === request.params.letter);
      if (found === undefined || letter === undefined) throw new NotFound();
      return sendLetter(reply, context, found.entity, found.row, letter);
    },
  );
}

/** @throws NotFound for what citizens cannot send in */
function offered({ service }: Context, name: string): Entity {
  const entity = service.entities.find((each) => each.name === name && each.isPublic);
  if (entity === undefined) throw new NotFound();
  return entity;
}

async function sendForm(
  reply: FastifyReply,
  { db, service }: Context,
  entity: Entity,
  texts: Record<string, string>,
  errors: Record<string, string>,
) {
  const choices = await choicesOf(db, service, entity);
  const token = reply.generateCsrf();
  const title = formTitle(entity.title, errors);
  const frame = { service, title, path: `/ajukan/${entity.name}` };
  return reply.html(page(frame, submitPage({ entity, texts, errors, choices }, token)));
}

/** A public record by its ticket number. */
export async function findPublic({ db, service }: Context, ticket: string) {
  const code = ticket.split('-')[0];
  const entity = service.entities.find((each) => each.isPublic && each.code === code);
  const row = entity && (await findByTicket(db, entity, ticket));
  return entity && row && { entity, row };
}

function publicLetters({ letters }: Entity, row: Row) {
  if (row.anonymised_at !== null) return [];
  return letters.filter(({ isPublic, states }) => isPublic && states.includes(row.state));
}

/** Steps of a record that the citizen may read: no names of staff, no views, no corrections. */
async function historyOf({ db }: Context, entity: Entity, row: Row) {
  return db
    .selectFrom('app_audit')
    .select(['at', 'detail', 'note'])
    .where('entity', '=', entity.name)
    .where('record_id', '=', row.id)
    .where('action', 'in', ['dibuat', 'dipindahkan'])
    .orderBy('id', 'desc')
    .execute();
}

/** Answers with a letter of a record as PDF. */
export async function sendLetter(
  reply: FastifyReply,
  { db, service, config }: Context,
  entity: Entity,
  row: Row,
  letter: Entity['letters'][number],
) {
  const { sequence, created_at } = await registerLetter(db, entity, letter, row);
  const labels = await labelsOf(db, service, entity.fields, [row]);
  const values = opened(entity, row, config.dataKey);
  const content = { service, entity, letter, row, values, labels, sequence, date: created_at };
  const pdf = await letterPdf(content);
  return reply
    .type('application/pdf')
    .header('content-disposition', `inline; filename="${row.ticket}-${letter.name}.pdf"`)
    .send(pdf);
}
