/** For other programs: what is offered, and the status of a ticket. Described in /openapi.json. */
import type { FastifyInstance } from 'fastify';
import type { Context } from '../context.js';
import { stateOf } from '../definition.js';
import { NotFound } from '../errors.js';
import { normaliseTicket } from '../records.js';
import { findPublic } from './public.js';

const text = { type: 'string' };

const services = {
  type: 'array',
  items: {
    type: 'object',
    properties: { name: text, title: text, description: text, url: text },
  },
};

const status = {
  type: 'object',
  properties: {
    ticket: text,
    service: text,
    state: text,
    stateTitle: text,
    updatedAt: { type: 'string', format: 'date-time' },
  },
};

const problem = { type: 'object', properties: { error: text } };

export function apiRoutes(app: FastifyInstance, context: Context): void {
  const { service } = context;

  app.get(
    '/api/v1/services',
    {
      schema: {
        tags: ['public'],
        summary: 'What citizens can apply for',
        response: { 200: services },
      },
    },
    async () =>
      service.entities
        .filter(({ isPublic }) => isPublic)
        .map(({ name, title, description }) => ({
          name,
          title,
          description,
          url: `/ajukan/${name}`,
        })),
  );

  app.get<{ Params: { ticket: string } }>(
    '/api/v1/status/:ticket',
    {
      schema: {
        tags: ['public'],
        summary: 'Where an application is, by its ticket number',
        params: { type: 'object', properties: { ticket: { type: 'string', maxLength: 60 } } },
        response: { 200: status, 404: problem },
      },
    },
    async (request) => {
      const found = await findPublic(context, normaliseTicket(request.params.ticket));
      if (found === undefined) throw new NotFound();
      const { entity, row } = found;
      return {
        ticket: row.ticket,
        service: entity.name,
        state: row.state,
        stateTitle: stateOf(entity, row.state).title,
        updatedAt: row.updated_at.toISOString(),
      };
    },
  );

  app.get('/openapi.json', async () => app.swagger());
}
