/** An SSH channel as a socket: what http and streams expect, and a channel does not do. */
import { Duplex } from 'node:stream';
import type { ClientChannel } from 'ssh2';

type Done = (error?: Error | null) => void;

/**
 * Differences made good: a channel forgets the callback of a write that it cannot send any more,
 * reports no error when the connection dies, and has none of a socket's option methods.
 * Half-close works both ways: `end()` sends EOF and reading goes on.
 */
export class ChannelStream extends Duplex {
  #closed = false;
  #writing: Done | undefined;

  constructor(private readonly channel: ClientChannel) {
    super({ allowHalfOpen: true });
    channel.on('data', (chunk: Buffer) => {
      if (!this.push(chunk)) {
        channel.pause();
      }
    });
    channel.on('end', () => this.push(null));
    channel.on('error', (error: Error) => this.destroy(error));
    channel.on('close', () => this.#onClose());
  }

  override _read(): void {
    this.channel.resume();
  }

  override _write(chunk: Buffer, encoding: BufferEncoding, done: Done): void {
    if (this.#closed) {
      // Nobody reads any more; the answer that explains why may still be in our buffer.
      done();
      return;
    }
    this.#writing = done;
    this.channel.write(chunk, encoding, () => this.#written());
  }

  override _final(done: Done): void {
    if (!this.#closed) {
      this.channel.end();
    }
    done();
  }

  override _destroy(error: Error | null, done: Done): void {
    this.#written();
    this.channel.destroy();
    done(error);
  }

  /** As net.Socket's: send what is queued, then go. */
  destroySoon(): void {
    if (this.writable) {
      this.end();
    }
    if (this.writableFinished) {
      this.destroy();
    } else {
      this.once('finish', () => this.destroy());
    }
  }

  // Options of a TCP socket that mean nothing here, but http sets them.
  setKeepAlive(): this {
    return this;
  }
  setNoDelay(): this {
    return this;
  }
  setTimeout(): this {
    return this;
  }
  ref(): this {
    return this;
  }
  unref(): this {
    return this;
  }

  #onClose(): void {
    this.#closed = true;
    this.#written();
    if (!this.writableEnded) {
      this.end();
    }
  }

  #written(): void {
    const done = this.#writing;
    this.#writing = undefined;
    done?.();
  }
}
