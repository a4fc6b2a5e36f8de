/** The http.Agent that carries dockerode's requests. */
import { Agent, type ClientRequest, type IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { inspect } from 'node:util';

type Created = (error: Error | null, stream?: Duplex) => void;

/**
 * Milliseconds after which a stream that waits is not used again. The engine closes it after five
 * minutes (its ReadHeaderTimeout), and a change asked for in that moment would be broken off.
 */
const longestWait = 60_000;

export class EngineAgent extends Agent {
  readonly #streams = new Set<Duplex>();
  readonly #answers = new Set<IncomingMessage>();
  readonly #waitingSince = new WeakMap<Duplex, number>();

  /**
   * @param open makes a stream to the engine
   * @param mayKeep whether a stream may wait for the next request
   */
  constructor(
    private readonly open: () => Promise<Duplex>,
    private readonly mayKeep: () => boolean = () => true,
  ) {
    // A request on a stream that is open already costs one round trip instead of two.
    super({ keepAlive: true, maxFreeSockets: 16 });
  }

  override createConnection(_options: object, created: Created): undefined {
    this.open().then(
      (stream) => {
        this.#streams.add(stream);
        stream.once('close', () => this.#streams.delete(stream));
        created(null, stream);
      },
      (error: Error) => created(error),
    );
  }

  /** Where streams are few, one that waits would keep another request from getting any. */
  override keepSocketAlive(stream: Duplex): boolean {
    const parent = Agent.prototype as unknown as { keepSocketAlive(stream: Duplex): boolean };
    this.#waitingSince.set(stream, Date.now());
    return this.mayKeep() && parent.keepSocketAlive.call(this, stream) !== false;
  }

  /** http takes the stream that waited least, and none that is destroyed. */
  #dropOld(): void {
    for (const stream of Object.values(this.freeSockets).flatMap((streams) => streams ?? [])) {
      const since = this.#waitingSince.get(stream) ?? 0;
      if (Date.now() - since > longestWait) stream.destroy();
    }
  }

  /**
   * Called by http for every request (not in its types). docker-modem waits for the `end` of an
   * answer and never hears that it was cut off, so a broken answer is made an error of the
   * request, which it does hear.
   */
  addRequest(request: ClientRequest, options: object): void {
    this.#dropOld();
    request.prependOnceListener('response', (answer: IncomingMessage) => {
      this.#answers.add(answer);
      answer.once('close', () => this.#answers.delete(answer));
      answer.once('error', (error) => request.emit('error', error));
    });
    request.prependOnceListener('upgrade', (_answer: IncomingMessage, stream: Duplex) => {
      // Whoever attached sees the error in its own listener; without one it must not be fatal.
      stream.on('error', () => {});
    });
    const parent = Agent.prototype as unknown as {
      addRequest(this: Agent, request: ClientRequest, options: object): void;
    };
    parent.addRequest.call(this, request, options);
  }

  /** Ends every request and stream under way with this error. */
  fail(error: Error): void {
    for (const answer of this.#answers) {
      answer.destroy(error);
    }
    for (const stream of this.#streams) {
      stream.destroy(error);
    }
  }

  /** docker-modem formats its request options, this agent included, at every request. */
  [inspect.custom](): string {
    return 'EngineAgent';
  }
}
