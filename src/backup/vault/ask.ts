/** One request to a vault through a server's connection: does it answer, and is it the one? */
import { isIP } from 'node:net';
import { connect } from 'node:tls';
import type { Connection } from '../../server/connection.js';

export interface Vantage {
  /** Through which the vault is seen. */
  connection: Connection;
  /** Host and port as seen from there. */
  host: string;
  port: number;
  /** Name or address that the certificate must be for. */
  name: string;
  /** PEM; nobody else is trusted. */
  certificate: string;
}

/** Milliseconds. */
const patience = 10_000;

/**
 * Status of the answer to a request without an account; a vault says 401.
 * @throws Error of the network or of TLS, e.g. with another certificate.
 */
export async function askVault({
  connection,
  host,
  port,
  name,
  certificate,
}: Vantage): Promise<number> {
  const channel = await inTime(connection.forward(host, port));
  return new Promise((resolve, reject) => {
    const socket = connect({
      socket: channel,
      ca: certificate,
      host: name,
      ...(isIP(name) === 0 ? { servername: name } : {}),
    });
    let text = '';
    const done = (error?: Error): void => {
      clearTimeout(timer);
      socket.destroy();
      channel.destroy();
      const status = /^HTTP\/1\.\d (\d{3})/.exec(text)?.[1];
      if (status !== undefined) resolve(Number(status));
      else reject(error ?? new Error('it closed the connection'));
    };
    const timer = setTimeout(() => done(late()), patience);
    socket.once('secureConnect', () => {
      socket.write(`HEAD /config HTTP/1.1\r\nHost: ${name}\r\nConnection: close\r\n\r\n`);
    });
    socket.on('data', (chunk: Buffer) => {
      text += chunk.toString('latin1');
      if (text.includes('\n')) done();
    });
    socket.once('error', done);
    channel.once('error', done);
    socket.once('close', () => done());
  });
}

const late = (): Error => new Error(`no answer in ${patience / 1000} s`);

/** A firewall that says nothing keeps whoever asks waiting for minutes. */
async function inTime<T>(asked: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const ended = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(late()), patience);
  });
  try {
    return await Promise.race([asked, ended]);
  } finally {
    clearTimeout(timer);
  }
}
