/** One machine, reached over one SSH connection or directly when it is this one. */
import type { Duplex } from 'node:stream';
import type Docker from 'dockerode';

export interface ExecResult {
  /** Exit status; `null` when the process was killed by a signal. */
  code: number | null;
  /** All of it, or the last 64 KiB when `onStdout` takes the chunks. */
  stdout: string;
  /** All of it, or the last 64 KiB when `onStderr` takes the chunks. */
  stderr: string;
}

export interface ExecOptions {
  /** Bytes for the command's standard input; the place for secrets. */
  stdin?: string | Uint8Array | NodeJS.ReadableStream;
  /** Milliseconds until the command is given up; default 60,000; 0 waits forever. */
  timeout?: number;
  /** Run through `sudo -n` unless the connection is root already. */
  sudo?: boolean;
  signal?: AbortSignal;
  onStdout?: (chunk: Buffer) => void;
  onStderr?: (chunk: Buffer) => void;
}

export interface Connection {
  readonly server: string;
  /** Who commands run as. */
  readonly user: string;
  /** Fingerprint of the host key it was trusted by; none on this machine itself. */
  readonly hostKey?: string | undefined;
  /** Runs argv (quoted by the one quoting function); never a shell string built from data. */
  exec(argv: readonly string[], options?: ExecOptions): Promise<ExecResult>;
  /** Engine API client over this connection. */
  readonly docker: Docker;
  /** A stream to a TCP port as seen from this machine; how a jump host serves the next one. */
  forward(host: string, port: number): Promise<Duplex>;
  /** Resolves when the connection has ended, asked for or not. */
  readonly ended: Promise<void>;
  close(): Promise<void>;
}
