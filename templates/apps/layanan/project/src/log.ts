/** The log, for machines to read: one line of JSON for each request, when it is answered. */
import { type FastifyReply, type FastifyRequest, LogController } from 'fastify';
import { pino } from 'pino';

export class RequestLog extends LogController {
  override incomingRequest(): void {}

  override requestCompleted(
    error: Error | null,
    { log, method, url, ip }: FastifyRequest,
    { statusCode, elapsedTime }: FastifyReply,
  ): void {
    // without what was searched for, which may be somebody's name
    const path = url.split('?')[0];
    const line = { method, path, ip, status: statusCode, ms: Math.round(elapsedTime) };
    if (error) log.error({ ...line, err: error }, 'not answered');
    else log.info(line, 'answered');
  }
}

/** Lines go out together: a second later, when there are many, or when the process ends. */
export function logStream() {
  return pino.destination({ minLength: 4096, periodicFlush: 1000 });
}
